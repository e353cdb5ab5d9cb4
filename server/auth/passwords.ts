import { randomBytes } from "node:crypto";
import { hash, parseOptions, verify } from "@node-rs/argon2";

/** OWASP's parameters for Argon2id (the library's default algorithm): 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashing is slow on purpose; more at once would take memory and cores from the gateway. */
const MAX_AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];
let nobodysHash: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, PARAMETERS));
}

/** With no stored hash the same work is done for nothing, so that time doesn't tell who has an account. */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(randomBytes(32).toString("base64"));
  const against = storedHash ?? (await nobodysHash);
  const isRight = await inTurn(() => verify(against, password));
  return isRight && storedHash !== null;
}

/** Whether a stored hash was made with weaker parameters than today's. */
export function isOutdatedHash(storedHash: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(storedHash);
  return memoryCost < PARAMETERS.memoryCost || timeCost < PARAMETERS.timeCost || parallelism !== PARAMETERS.parallelism;
}

/** 24 characters, 144 bits: to be shown once. */
export function generatePassword(): string {
  return randomBytes(18).toString("base64url");
}

async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await run();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
