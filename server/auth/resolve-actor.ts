import { AppError } from "@/lib/contracts/errors";
import type { Database } from "@/server/db/client";
import type { Actor, SessionUser } from "./actor";
import { parseApiKey, verifyApiKeySecret } from "./api-keys";

/** How stale "last used" may be. */
const LAST_USED_PRECISION_MS = 60_000;
/** Stands in for an unknown key's, so that it costs the same to refuse. */
const NO_HMAC = "0".repeat(64);

/** The person in one of their tenants. Throws `not_found` alike for a tenant that isn't there and one that isn't theirs. */
export async function resolveUserActor(database: Database, user: SessionUser, tenantSlug: string): Promise<Actor> {
  const membership = await database.asSystem.membership.findFirst({
    where: { userId: user.id, tenant: { slug: tenantSlug } },
    select: { tenantId: true, role: true },
  });
  if (!membership) {
    throw new AppError(
      "not_found",
      "There is no such organization, or you are not a member of it. Ask one of its owners to add you.",
    );
  }
  return { kind: "user", ...pick(user), userId: user.id, tenantSlug, ...membership };
}

const pick = ({ id, name, isOperator }: SessionUser) => ({ id, name, isOperator });

/**
 * The API key of an `Authorization: Bearer` header, with or without the word. Throws `unauthenticated` in the same words for a malformed,
 * unknown, expired, revoked or wrong key.
 */
export async function resolveApiKeyActor(
  { database, apiKeyPepper, now }: { database: Database; apiKeyPepper: Buffer; now: () => Date },
  header: string,
): Promise<Actor> {
  const parsed = parseApiKey(header.replace(/^Bearer\s+/i, "").trim());
  const stored = parsed && (await findApiKey(database, parsed.publicId));
  const isRight = verifyApiKeySecret(apiKeyPepper, parsed?.secret ?? "", stored?.secretHmac ?? NO_HMAC);
  const isOpen = stored && !stored.revokedAt && (!stored.expiresAt || stored.expiresAt > now());
  if (!stored || !isRight || !isOpen) {
    throw new AppError(
      "unauthenticated",
      "The API key is not valid. Check that it was copied whole, and has not expired or been revoked.",
    );
  }
  await recordUse(database, stored, now());
  return {
    kind: "api_key",
    id: stored.id,
    name: stored.name,
    apiKeyId: stored.id,
    isOperator: false,
    tenantId: stored.tenantId,
    tenantSlug: stored.tenant.slug,
    role: stored.role,
  };
}

const findApiKey = (database: Database, publicId: string) =>
  database.asSystem.apiKey.findUnique({ where: { publicId }, include: { tenant: { select: { slug: true } } } });

async function recordUse(database: Database, key: { id: string; lastUsedAt: Date | null }, now: Date): Promise<void> {
  if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < LAST_USED_PRECISION_MS) return;
  await database.asSystem.apiKey.update({ where: { id: key.id }, data: { lastUsedAt: now } });
}
