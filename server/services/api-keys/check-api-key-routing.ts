import type { ApiKeyRouting } from "@/lib/contracts/api-key";
import type { ConfigurationDocument, ConfigurationFault } from "@/lib/contracts/configuration";
import type { ConfigurationGround } from "@/server/services/configuration/check-configuration";

const PROFILE = "profile:";
const PROCESSOR = "processor:";

/** Every name of a key's routing that leads nowhere. Pure. */
export function checkApiKeyRouting(
  { defaultProfile, defaultProcessor, allowedModels = [] }: Partial<ApiKeyRouting>,
  { profiles, processors }: Pick<ConfigurationDocument, "profiles" | "processors">,
  { models, globalProfiles }: Pick<ConfigurationGround, "models" | "globalProfiles">,
): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const hasProfile = (name: string) => Object.hasOwn(profiles, name) || globalProfiles.has(name);
  const hasProcessor = (name: string) => Object.hasOwn(processors, name);
  const hasModel = (name: string) =>
    models.some(({ modelId, provider, configName }) =>
      [modelId, `${provider}/${modelId}`, `${configName}/${modelId}`].includes(name),
    );
  if (defaultProfile && !hasProfile(defaultProfile))
    faults.push({ path: "defaultProfile", reason: `There is no profile "${defaultProfile}" in this organization.` });
  if (defaultProcessor && !hasProcessor(defaultProcessor))
    faults.push({
      path: "defaultProcessor",
      reason: `There is no processor "${defaultProcessor}" in this organization.`,
    });
  allowedModels.forEach((name, index) => {
    const isKnown = name.startsWith(PROFILE)
      ? hasProfile(name.slice(PROFILE.length))
      : name.startsWith(PROCESSOR)
        ? hasProcessor(name.slice(PROCESSOR.length))
        : hasModel(name);
    if (!isKnown)
      faults.push({
        path: `allowedModels.${index}`,
        reason: `"${name}" is no model, profile or processor of this organization. A key that may call nothing else is of no use.`,
      });
  });
  return faults;
}
