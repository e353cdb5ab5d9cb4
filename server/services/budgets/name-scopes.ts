import type { TenantTransaction } from "@/server/db/client";

export const scopeKey = (scope: string, scopeId: string | null) => `${scope} ${scopeId}`;

/** What budgets are put on, by name; what is gone is left out. A model is named by its id. */
export async function nameScopes(
  tx: TenantTransaction,
  scopes: readonly { scope: string; scopeId: string | null }[],
): Promise<Map<string, string>> {
  const idsOf = (wanted: string) =>
    scopes.flatMap(({ scope, scopeId }) => (scope === wanted && scopeId !== null ? [scopeId] : []));
  const names = new Map<string, string>();
  const keys = await tx.apiKey.findMany({ where: { id: { in: idsOf("api_key") } }, select: { id: true, name: true } });
  for (const { id, name } of keys) names.set(scopeKey("api_key", id), name);
  const processors = await tx.processor.findMany({
    where: { id: { in: idsOf("processor") } },
    select: { id: true, name: true },
  });
  for (const { id, name } of processors) names.set(scopeKey("processor", id), name);
  const users = await tx.user.findMany({ where: { id: { in: idsOf("user") } }, select: { id: true, name: true } });
  for (const { id, name } of users) names.set(scopeKey("user", id), name);
  for (const model of idsOf("model")) names.set(scopeKey("model", model), model);
  return names;
}
