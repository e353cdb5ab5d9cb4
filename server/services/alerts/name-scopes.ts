import { validate as isUuid } from "uuid";
import type { TenantTransaction } from "@/server/db/client";

interface Scoped {
  scopeKind: string;
  scopeValue: string | null;
}

/** What each scope is called, by its value: ids by the name of what they point to, the rest by itself. */
export async function nameScopes(tx: TenantTransaction, scoped: readonly Scoped[]): Promise<Map<string, string>> {
  const idsOf = (kind: string) =>
    scoped.flatMap(({ scopeKind, scopeValue }) =>
      scopeKind === kind && scopeValue !== null && isUuid(scopeValue) ? [scopeValue] : [],
    );
  const select = { id: true, name: true };
  const configs = await tx.providerConfig.findMany({ where: { id: { in: idsOf("provider_config") } }, select });
  const keys = await tx.apiKey.findMany({ where: { id: { in: idsOf("api_key") } }, select });
  const processors = await tx.processor.findMany({ where: { id: { in: idsOf("processor") } }, select });
  const names = new Map([...configs, ...keys, ...processors].map(({ id, name }) => [id, name]));
  for (const { scopeKind, scopeValue } of scoped) {
    if (scopeValue !== null && (scopeKind === "model" || scopeKind === "task_type")) names.set(scopeValue, scopeValue);
  }
  return names;
}
