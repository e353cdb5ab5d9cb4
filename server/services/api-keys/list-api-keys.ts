import type { ApiKeyView } from "@/lib/contracts/api-key";
import type { TenantTransaction } from "@/server/db/client";
import type { ApiKey } from "@/server/db/generated/client";
import type { ServiceContext } from "@/server/services/service-context";
import { toApiKeyView, WITH_PROCESSOR } from "./api-key-view";

/** Newest first, the revoked ones too: they explain what stopped working. */
export async function listApiKeys({
  database,
  actor,
  now,
}: Pick<ServiceContext, "database" | "actor" | "now">): Promise<ApiKeyView[]> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const keys = await tx.apiKey.findMany({
      include: WITH_PROCESSOR,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    });
    const names = await namesOfCreators(tx, keys);
    return keys.map((key) => toApiKeyView(key, names.get(key.createdById ?? "") ?? null, now()));
  });
}

/** Of those who are still members. */
async function namesOfCreators(tx: TenantTransaction, keys: readonly ApiKey[]): Promise<Map<string, string>> {
  const ids = keys.flatMap(({ createdById }) => createdById ?? []);
  const users = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map(({ id, name }) => [id, name]));
}
