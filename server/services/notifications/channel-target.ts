import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { CiphertextPlace, ServiceVault } from "@/server/services/service-context";

/** What is kept of a channel, encrypted: whoever knows the address of a Slack hook may post there. */
export const storedTarget = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("email"), recipients: z.array(z.string()) }),
  z.object({ kind: z.literal("webhook"), url: z.string(), signingSecret: z.string() }),
  z.object({ kind: z.literal("slack"), url: z.string() }),
]);
export type StoredTarget = z.infer<typeof storedTarget>;

export function channelPlace(channelId: string): CiphertextPlace {
  return { table: "alert_channels", row: channelId, column: "encrypted_target" };
}

/** Throws `undecryptable`. */
export async function readTarget(
  vault: ServiceVault,
  { id, tenantId, encryptedTarget }: { id: string; tenantId: string; encryptedTarget: string },
): Promise<StoredTarget> {
  const text = await vault.decrypt(tenantId, channelPlace(id), encryptedTarget);
  const parsed = storedTarget.safeParse(JSON.parse(text.reveal()));
  if (!parsed.success)
    throw new AppError("undecryptable", "The channel's stored target is not understood. Make it anew.");
  return parsed.data;
}
