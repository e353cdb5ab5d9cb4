import type { ApiKeyView } from "@/lib/contracts/api-key";
import { hintOfApiKey } from "@/server/auth/api-keys";
import type { ApiKey } from "@/server/db/generated/client";

/** With the name of the processor that its calls belong to. */
export type ApiKeyRow = ApiKey & { defaultProcessor: { name: string } | null };

export const WITH_PROCESSOR = { defaultProcessor: { select: { name: true } } } as const;

/** What may be shown of a key: never its secret, nor the hash of it. */
export function toApiKeyView(key: ApiKeyRow, createdByName: string | null, now: Date): ApiKeyView {
  const { id, name, role, createdAt, expiresAt, revokedAt, lastUsedAt } = key;
  const status = revokedAt ? "revoked" : expiresAt && expiresAt <= now ? "expired" : "active";
  return {
    id,
    name,
    hint: hintOfApiKey(key.publicId, key.lastFour),
    role,
    status,
    createdByName,
    createdAt,
    expiresAt,
    revokedAt,
    lastUsedAt,
    defaultProfile: key.defaultProfile,
    defaultProcessor: key.defaultProcessor?.name ?? null,
    allowedModels: key.allowedModels,
  };
}
