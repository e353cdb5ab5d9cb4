import type { ConfigurationFault } from "@/lib/contracts/configuration";
import type { SaveGlobalSettingInput } from "@/lib/contracts/global-setting";
import type { ModelType } from "@/lib/contracts/model-type";
import { TASK_FAMILIES } from "@/lib/contracts/routing";
import { settingFaults } from "@/server/gateway";

/** A model of the operator's catalog, as far as a global setting depends on it. */
export interface KnownModel {
  provider: string;
  modelId: string;
  type: ModelType;
  maxOutputTokens: number | null;
  isDeprecated: boolean;
  isProviderEnabled: boolean;
  isPriced: boolean;
  bestFor: readonly string[];
}

/** Another global setting that is there already. */
export interface OtherSetting {
  provider: string;
  modelName: string;
  displayName: string;
  category: string | null;
  isDefault: boolean;
}

export interface GlobalGround {
  catalog: readonly KnownModel[];
  others: readonly OtherSetting[];
}

export type CheckedSetting = Omit<SaveGlobalSettingInput, "edits" | "displayName" | "description">;

/** Every reason against a global model at once: the model, its values, tasks that nobody knows, and what the other settings hold. Pure. */
export function checkGlobalSetting(setting: CheckedSetting, { catalog, others }: GlobalGround): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const fault = (path: string, reason: string) => faults.push({ path, reason });
  const { provider, model } = setting.model;
  const known = catalog.find((each) => each.provider === provider && each.modelId === model);
  checkModel(`${provider}/${model}`, known, fault);
  if (known) {
    for (const { name, reason } of settingFaults(setting.settings, known)) fault(`settings.${name}`, reason);
    const isPriced = known.isPriced || (setting.inputPerMillion !== null && setting.outputPerMillion !== null);
    if (setting.settings.cost_cap_usd && !isPriced)
      fault("settings.cost_cap_usd", `"${model}" has no price, so no cap can be kept. Give its price here.`);
  }
  const tasks = new Set([...Object.keys(TASK_FAMILIES), ...catalog.flatMap(({ bestFor }) => bestFor)]);
  for (const task of setting.bestFor)
    if (!tasks.has(task))
      fault("bestFor", `No task type "${task}" is known. Known are ${[...tasks].toSorted().join(", ")}.`);
  if ((setting.inputPerMillion === null) !== (setting.outputPerMillion === null))
    fault("outputPerMillion", "Give the price of input and of output, or neither: half a price charges half a call.");
  if (setting.isDefault && !setting.isActive) fault("isActive", "The default has to be active.");
  const otherDefault = others.find(({ isDefault }) => isDefault);
  if (setting.isDefault && otherDefault)
    fault(
      "isDefault",
      `"${otherDefault.displayName}" is the default, and there is one. Use "Make default" to move it.`,
    );
  const twin = others.find(
    (each) => each.provider === provider && each.modelName === model && each.category === setting.category,
  );
  if (twin) fault("category", `"${twin.displayName}" has the same model in the same category already.`);
  return faults;
}

/** Why a model of the catalog can't be called for everybody, if it can't. */
export function checkModel(
  named: string,
  known: KnownModel | undefined,
  fault: (path: string, reason: string) => void,
): void {
  if (!known) fault("model", `"${named}" is not in the catalog. Choose a model that is.`);
  else if (known.isDeprecated)
    fault("model", `"${named}" is gone: the catalog lists it as deprecated. Choose another.`);
  else if (!known.isProviderEnabled) fault("model", `The provider "${known.provider}" is disabled in the catalog.`);
}
