import type { ConfigurationPlan } from "@/lib/contracts/configuration";
import { AppError } from "@/lib/contracts/errors";
import type { SaveProfileInput } from "@/lib/contracts/profile";
import { changeConfiguration } from "@/server/services/configuration/change-configuration";
import type { ServiceContext } from "@/server/services/service-context";

/** Makes or changes a profile. Throws `invalid_configuration` with every reason, and `conflict` where a new one has a taken name. */
export function saveProfile(
  context: Pick<ServiceContext, "database" | "actor">,
  { name, profile, isDefault, isNew }: SaveProfileInput,
): Promise<ConfigurationPlan> {
  return changeConfiguration(context, {
    action: "profile.save",
    targetName: name,
    change(current) {
      if (isNew && Object.hasOwn(current.profiles, name)) {
        throw new AppError("conflict", `There is a profile "${name}" already. Choose another name, or edit that one.`, {
          fields: { name: "This name is taken." },
        });
      }
      const before = current.default_profile ?? null;
      const kept = isDefault === false && before === name ? null : before;
      return {
        ...current,
        default_profile: isDefault ? name : kept,
        profiles: { ...current.profiles, [name]: profile },
      };
    },
  });
}
