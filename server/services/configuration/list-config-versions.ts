import type { ConfigVersionView } from "@/lib/contracts/configuration";
import type { ServiceContext } from "@/server/services/service-context";
import { diffDocuments } from "./diff-documents";

/** The states that the configuration has had, newest first, each with what it changed. */
export async function listConfigVersions(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { limit }: { limit: number },
): Promise<ConfigVersionView[]> {
  const rows = await database.inTenant(actor.tenantId, (tx) =>
    tx.configVersion.findMany({ orderBy: { version: "desc" }, take: limit + 1 }),
  );
  return rows.slice(0, limit).map(({ version, action, actorName, createdAt, document }, index) => {
    const before = rows[index + 1];
    return { version, action, actorName, createdAt, changes: before ? diffDocuments(before.document, document) : [] };
  });
}
