import type { ApiKeyView, UpdateApiKeyInput } from "@/lib/contracts/api-key";
import { AppError } from "@/lib/contracts/errors";
import { mayGrant } from "@/lib/contracts/permissions";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { apiKeyNotFound } from "./api-key-not-found";
import { routingOf, toRoutingColumns } from "./api-key-routing";
import { WITH_PROCESSOR } from "./api-key-view";
import { listApiKeys } from "./list-api-keys";

/**
 * Changes what a key is called and where its calls go; its secret, role and expiry stay. Throws `not_found`, `forbidden` for a key above the
 * actor's own role, `conflict` for a revoked one and `invalid_configuration` for names that lead nowhere.
 */
export async function updateApiKey(
  context: Pick<ServiceContext, "database" | "actor" | "now">,
  { id, name, ...routing }: UpdateApiKeyInput,
): Promise<ApiKeyView> {
  const { database, actor } = context;
  await database.inTenant(actor.tenantId, async (tx) => {
    const before = await tx.apiKey.findUnique({ where: { id }, include: WITH_PROCESSOR });
    if (!before) throw apiKeyNotFound();
    if (!mayGrant(actor.role, before.role)) {
      throw new AppError(
        "forbidden",
        `Your role, ${actor.role}, can't change a key with the role ${before.role}. Ask an owner or admin.`,
      );
    }
    if (before.revokedAt) throw new AppError("conflict", "The key is revoked, so no call uses it. Create a new one.");
    const after = await tx.apiKey.update({
      where: { id },
      include: WITH_PROCESSOR,
      data: { ...(name === undefined ? {} : { name }), ...(await toRoutingColumns(tx, actor.tenantId, routing)) },
    });
    await writeAudit(tx, actor, {
      action: "api_key.update",
      targetId: id,
      targetName: after.name,
      changes: {
        before: { name: before.name, ...routingOf(before) },
        after: { name: after.name, ...routingOf(after) },
      },
    });
  });
  const updated = (await listApiKeys(context)).find((key) => key.id === id);
  if (!updated) throw apiKeyNotFound();
  return updated;
}
