import { z } from "zod";
import type { Database } from "@/server/db/client";
import { hashPassword, isOutdatedHash, verifyPassword } from "./passwords";
import type { SignInThrottle } from "./sign-in-throttle";

/** Longer input is refused unread: hashing it would only cost time. */
const credentials = z.object({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().min(1).max(1_000),
});

export interface SignedIn {
  id: string;
  name: string;
  email: string;
  sessionVersion: number;
}

/**
 * Checks an e-mail address and password. Null for every refusal alike: unknown, wrong, or too many failures from this account or address.
 */
export async function signIn(
  { database, throttle }: { database: Database; throttle: SignInThrottle },
  given: unknown,
  address: string,
): Promise<SignedIn | null> {
  const parsed = credentials.safeParse(given);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  // With no address known, all would share one count, and one guesser would shut everybody out.
  const keys = [`account ${email}`, ...(address ? [`address ${address}`] : [])];
  if (!throttle.admit(keys)) return null;

  const user = await database.asSystem.user.findUnique({ where: { email } });
  const isRight = await verifyPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight) return null;
  throttle.forgive(keys);
  if (user.passwordHash && isOutdatedHash(user.passwordHash)) {
    await database.asSystem.user.update({
      where: { id: user.id },
      data: { passwordHash: await hashPassword(password) },
    });
  }
  return { id: user.id, name: user.name, email: user.email, sessionVersion: user.sessionVersion };
}
