import type { ConfigurationPlan } from "@/lib/contracts/configuration";
import { AppError } from "@/lib/contracts/errors";
import { changeConfiguration } from "@/server/services/configuration/change-configuration";
import { loadDocument } from "@/server/services/configuration/load-document";
import type { ServiceContext } from "@/server/services/service-context";
import { findDependents } from "./find-dependents";

/** Throws `has_dependents`, listing what uses the profile, and `not_found`. */
export async function removeProfile(
  context: Pick<ServiceContext, "database" | "actor">,
  { name }: { name: string },
): Promise<ConfigurationPlan> {
  const { actor, database } = context;
  const dependents = await database.inTenant(actor.tenantId, async (tx) =>
    findDependents(tx, await loadDocument(tx, actor.tenantId), name),
  );
  if (dependents.length > 0)
    throw new AppError("has_dependents", `The profile "${name}" is in use: ${dependents.join(" ")}`, { dependents });
  return changeConfiguration(context, {
    action: "profile.remove",
    targetName: name,
    change(current) {
      const { [name]: gone, ...profiles } = current.profiles;
      if (!gone) throw new AppError("not_found", `There is no profile "${name}" in this organization.`);
      return { ...current, profiles };
    },
  });
}
