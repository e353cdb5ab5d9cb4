import { stringify } from "yaml";
import type { ServiceContext } from "@/server/services/service-context";
import { loadDocument } from "./load-document";

/** The configuration as YAML, fit to be applied again, here or elsewhere; and its version, 0 before the first save. */
export async function exportConfiguration({
  database,
  actor,
}: Pick<ServiceContext, "database" | "actor">): Promise<{ document: string; version: number }> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const last = await tx.configVersion.findFirst({ orderBy: { version: "desc" }, select: { version: true } });
    return { document: stringify(await loadDocument(tx, actor.tenantId)), version: last?.version ?? 0 };
  });
}
