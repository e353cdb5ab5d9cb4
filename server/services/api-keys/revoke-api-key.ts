import type { ApiKeyView } from "@/lib/contracts/api-key";
import { AppError } from "@/lib/contracts/errors";
import { mayGrant } from "@/lib/contracts/permissions";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { apiKeyNotFound } from "./api-key-not-found";
import { listApiKeys } from "./list-api-keys";

/** Ends a key for good; ending it twice changes nothing. Throws `not_found`, and `forbidden` for a key above the actor's own role. */
export async function revokeApiKey(
  context: Pick<ServiceContext, "database" | "actor" | "now">,
  { id }: { id: string },
): Promise<ApiKeyView> {
  const { database, actor, now } = context;
  await database.inTenant(actor.tenantId, async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { id } });
    if (!key) throw apiKeyNotFound();
    if (!mayGrant(actor.role, key.role)) {
      throw new AppError(
        "forbidden",
        `Your role, ${actor.role}, can't revoke a key with the role ${key.role}. Ask an owner or admin.`,
      );
    }
    const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now() } });
    if (count > 0) await writeAudit(tx, actor, { action: "api_key.revoke", targetId: id, targetName: key.name });
  });
  const revoked = (await listApiKeys(context)).find((key) => key.id === id);
  if (!revoked) throw apiKeyNotFound();
  return revoked;
}
