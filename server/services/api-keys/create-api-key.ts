import type { CreateApiKeyInput, CreateApiKeyResult } from "@/lib/contracts/api-key";
import { AppError } from "@/lib/contracts/errors";
import { mayGrant } from "@/lib/contracts/permissions";
import { hashApiKeySecret, mintApiKey } from "@/server/auth/api-keys";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { routingOf, toRoutingColumns } from "./api-key-routing";
import { toApiKeyView, WITH_PROCESSOR } from "./api-key-view";

const DAY_MS = 24 * 60 * 60_000;

/**
 * Makes a key; its text is in the result and nowhere else. Throws `forbidden` for a role above the creator's, and `invalid_configuration` for
 * defaults and models that lead nowhere.
 */
export async function createApiKey(
  { database, actor, auth, now }: Pick<ServiceContext, "database" | "actor" | "auth" | "now">,
  { name, role, expiresInDays, ...routing }: CreateApiKeyInput,
): Promise<CreateApiKeyResult> {
  if (!mayGrant(actor.role, role)) {
    throw new AppError(
      "forbidden",
      `Your role, ${actor.role}, can't make a key with the role ${role}. Choose a lower one.`,
      { param: "role" },
    );
  }
  const { publicId, secret, key } = mintApiKey();
  const createdAt = now();
  const stored = await database.inTenant(actor.tenantId, async (tx) => {
    const columns = await toRoutingColumns(tx, actor.tenantId, routing);
    const row = await tx.apiKey.create({
      include: WITH_PROCESSOR,
      data: {
        ...columns,
        tenantId: actor.tenantId,
        name,
        role,
        publicId,
        secretHmac: hashApiKeySecret(auth.apiKeyPepper, secret),
        lastFour: key.lastFour(),
        createdById: actor.userId,
        createdAt,
        expiresAt: expiresInDays === null ? null : new Date(createdAt.getTime() + expiresInDays * DAY_MS),
      },
    });
    await writeAudit(tx, actor, {
      action: "api_key.create",
      targetId: row.id,
      targetName: name,
      changes: { role, expiresAt: row.expiresAt?.toISOString() ?? null, publicId, ...routingOf(row) },
    });
    return row;
  });
  return { apiKey: toApiKeyView(stored, actor.userId ? actor.name : null, now()), secret: key.reveal() };
}
