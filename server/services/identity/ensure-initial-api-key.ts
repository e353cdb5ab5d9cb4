import { hashApiKeySecret, parseApiKey, verifyApiKeySecret } from "@/server/auth/api-keys";
import type { Prisma } from "@/server/db/generated/client";
import type { Secret } from "@/server/gateway/spec/secret";
import { writeAudit } from "@/server/services/audit/write-audit";

const NAME = "Initial API key";

/**
 * Stores the API key that the environment names, with the role admin and no end, unless it is there. One that was revoked in the console stays
 * revoked; one whose secret changed, or was hashed under an older session secret, is hashed anew. Throws when the text is no key.
 */
export async function ensureInitialApiKey(
  tx: Prisma.TransactionClient,
  { tenantId, apiKey, pepper }: { tenantId: string; apiKey: Secret; pepper: Buffer },
): Promise<void> {
  const parsed = parseApiKey(apiKey.reveal());
  if (!parsed)
    throw new Error("SLUICE_INIT_API_KEY must look like sk-sluice-<12 letters or digits>-<43 letters or digits>.");
  const { publicId, secret } = parsed;
  const fingerprint = { secretHmac: hashApiKeySecret(pepper, secret), lastFour: apiKey.lastFour() };

  const known = await tx.apiKey.findUnique({ where: { publicId } });
  if (known && (known.revokedAt || verifyApiKeySecret(pepper, secret, known.secretHmac))) return;
  const stored = known
    ? await tx.apiKey.update({ where: { publicId }, data: fingerprint })
    : await tx.apiKey.create({ data: { tenantId, name: NAME, role: "admin", publicId, ...fingerprint } });
  await writeAudit(
    tx,
    { kind: "system", id: null, name: "Sluice", tenantId: stored.tenantId },
    {
      action: known ? "api_key.replace_secret" : "api_key.create",
      targetId: stored.id,
      targetName: stored.name,
      changes: { role: stored.role, publicId },
    },
  );
}
