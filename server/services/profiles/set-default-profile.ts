import type { ConfigurationPlan } from "@/lib/contracts/configuration";
import { changeConfiguration } from "@/server/services/configuration/change-configuration";
import type { ServiceContext } from "@/server/services/service-context";

/** What `auto` means for the organization; null goes back to its default model. */
export function setDefaultProfile(
  context: Pick<ServiceContext, "database" | "actor">,
  { name }: { name: string | null },
): Promise<ConfigurationPlan> {
  return changeConfiguration(context, {
    action: "profile.set_default",
    targetName: name,
    change: (current) => ({ ...current, default_profile: name }),
  });
}
