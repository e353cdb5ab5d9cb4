import { type ConfigurationPlan, configurationDocument } from "@/lib/contracts/configuration";
import { AppError } from "@/lib/contracts/errors";
import type { ServiceContext } from "@/server/services/service-context";
import { changeConfiguration } from "./change-configuration";

/** Brings an earlier state back, as a new version, and as a whole or not at all: what it names may be gone since. */
export async function rollbackConfiguration(
  context: Pick<ServiceContext, "database" | "actor">,
  { version }: { version: number },
): Promise<ConfigurationPlan> {
  const { actor, database } = context;
  const row = await database.inTenant(actor.tenantId, (tx) => tx.configVersion.findFirst({ where: { version } }));
  if (!row) throw new AppError("not_found", `The configuration has no version ${version}.`);
  const wanted = configurationDocument.parse(row.document);
  return changeConfiguration(context, {
    action: "config.rollback",
    targetName: `version ${version}`,
    change: () => wanted,
  });
}
