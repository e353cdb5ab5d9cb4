import type { ConfigurationPlan } from "@/lib/contracts/configuration";
import { AppError } from "@/lib/contracts/errors";
import { changeConfiguration } from "@/server/services/configuration/change-configuration";
import type { ServiceContext } from "@/server/services/service-context";

/** Throws `has_dependents`, listing the keys that use the processor, and `not_found`. Its runs stay. */
export async function removeProcessor(
  context: Pick<ServiceContext, "database" | "actor">,
  { name }: { name: string },
): Promise<ConfigurationPlan> {
  const { actor, database } = context;
  const keys = await database.inTenant(actor.tenantId, (tx) =>
    tx.apiKey.findMany({ where: { revokedAt: null, defaultProcessor: { name } }, select: { name: true } }),
  );
  const dependents = keys.map((key) => `The API key "${key.name}" uses it.`);
  if (dependents.length > 0)
    throw new AppError("has_dependents", `The processor "${name}" is in use: ${dependents.join(" ")}`, { dependents });
  return changeConfiguration(context, {
    action: "processor.remove",
    targetName: name,
    change(current) {
      const { [name]: gone, ...processors } = current.processors;
      if (!gone) throw new AppError("not_found", `There is no processor "${name}" in this organization.`);
      return { ...current, processors };
    },
  });
}
