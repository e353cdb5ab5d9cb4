import { callSettings } from "@/lib/contracts/call-settings";
import {
  type GlobalSettingView,
  infraModel,
  modelCategory,
  type OperatorSettingsView,
} from "@/lib/contracts/global-setting";
import type { LlmGlobalSetting } from "@/server/db/generated/client";
import { loadSystemKeys, storedCapabilities } from "@/server/db/load-operator-config";
import type { OperatorContext } from "@/server/services/audit/operator-actor";
import { SYSTEM_SETTINGS } from "@/server/services/catalog/initial-settings";
import type { ServiceRuntime } from "@/server/services/service-context";
import { checkGlobalSetting, type KnownModel } from "./check-global-setting";
import { checkInfraModel } from "./check-infra-model";
import { loadKnownModels } from "./load-global-ground";
import { INFRA_PREFIX } from "./set-infra-model";

const MOST_CHANGES = 30;

type Context = Pick<OperatorContext, "database"> & { gateway: Pick<ServiceRuntime["gateway"], "systemKeyProviders"> };

/** Everything the operator decides for every organization, with what is wrong with it now and who changed it. */
export async function listOperatorSettings({ database, gateway }: Context): Promise<OperatorSettingsView> {
  const { asSystem } = database;
  const [rows, known, policy, infra, changes] = await Promise.all([
    asSystem.llmGlobalSetting.findMany({
      orderBy: [{ isDefault: "desc" }, { createdAt: "asc" }, { modelName: "asc" }],
    }),
    loadKnownModels(asSystem),
    loadSystemKeys(asSystem),
    asSystem.systemSetting.findMany({ where: { key: { startsWith: INFRA_PREFIX } } }),
    asSystem.auditLog.findMany({
      where: { tenantId: null },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: MOST_CHANGES,
      select: { id: true, action: true, actorName: true, targetName: true, createdAt: true },
    }),
  ]);
  const inEnvironment = [...gateway.systemKeyProviders];
  const isLent = (provider: string) =>
    policy.isAllowed && inEnvironment.includes(provider) && (policy.providers?.includes(provider) ?? true);
  const values = new Map(infra.map(({ key, value }) => [key, infraModel.safeParse(value).data ?? null]));
  const jobs = new Set([...Object.keys(SYSTEM_SETTINGS), ...values.keys()]);
  return {
    globals: rows.map((row) => toView(row, rows, known, isLent)),
    systemKeys: { policy, inEnvironment },
    infraModels: [...jobs].toSorted().map((key) => {
      const model = values.get(key) ?? null;
      return { job: key.slice(INFRA_PREFIX.length), model, fault: model && checkInfraModel(model, known) };
    }),
    choices: known
      .filter(({ isDeprecated, isProviderEnabled }) => !isDeprecated && isProviderEnabled)
      .map(({ provider, modelId, displayName, type }) => ({ provider, modelId, displayName, type })),
    changes,
  };
}

function toView(
  row: LlmGlobalSetting,
  rows: readonly LlmGlobalSetting[],
  catalog: readonly KnownModel[],
  isLent: (provider: string) => boolean,
): GlobalSettingView {
  const { best_for: bestFor } = storedCapabilities.catch({ best_for: [] }).parse(row.capabilities);
  const settings = callSettings.catch({}).parse(row.configuration);
  const category = modelCategory.nullable().catch(null).parse(row.modelCategory);
  const inputPerMillion = row.costPerMillionInputTokens?.toFixed() ?? null;
  const outputPerMillion = row.costPerMillionOutputTokens?.toFixed() ?? null;
  const { isDefault, isActive } = row;
  const faults = checkGlobalSetting(
    {
      model: { provider: row.provider, model: row.modelName },
      category,
      isDefault,
      isActive,
      settings,
      bestFor,
      inputPerMillion,
      outputPerMillion,
    },
    {
      catalog,
      others: rows.filter(({ id }) => id !== row.id).map((other) => ({ ...other, category: other.modelCategory })),
    },
  );
  return {
    id: row.id,
    provider: row.provider,
    modelName: row.modelName,
    displayName: row.displayName,
    description: row.description,
    category,
    isDefault,
    isActive,
    settings,
    bestFor,
    inputPerMillion,
    outputPerMillion,
    version: row.version,
    updatedAt: row.updatedAt,
    faults: faults.map(({ reason }) => reason),
    isLent: isLent(row.provider),
  };
}
