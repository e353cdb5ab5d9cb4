import { AppError } from "@/lib/contracts/errors";
import type { ModelSettingView, SetModelSettingInput, TenantModelView } from "@/lib/contracts/tenant-model";
import { writeAudit } from "@/server/services/audit/write-audit";
import { listTenantModels } from "@/server/services/models/list-tenant-models";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { listModelSettings } from "./list-model-settings";

/** Makes a model the tenant's default for its type. Refuses one that could not be called now, and says why. */
export async function setModelSetting(context: ServiceContext, input: SetModelSettingInput): Promise<ModelSettingView> {
  const chosen = await chooseModel(context, input);
  const { actor } = context;
  const { modelType } = input;
  const data = { provider: chosen.provider, model: chosen.modelId, providerConfigId: chosen.providerConfigId };
  await context.database.inTenant(actor.tenantId, async (tx) => {
    const before = await tx.tenantModelSetting.findUnique({
      where: { tenantId_modelType: { tenantId: actor.tenantId, modelType } },
    });
    await tx.tenantModelSetting.upsert({
      where: { tenantId_modelType: { tenantId: actor.tenantId, modelType } },
      create: { tenantId: actor.tenantId, modelType, ...data },
      update: data,
    });
    await writeAudit(tx, actor, {
      action: "model_setting.set",
      targetId: before?.id ?? null,
      targetName: modelType,
      changes: {
        model: {
          before: before ? `${before.provider}/${before.model}` : null,
          after: `${chosen.provider}/${chosen.modelId}`,
        },
      },
    });
    await tryRouteTests(tx, actor.tenantId);
  });
  return requireSetting(await listModelSettings(context), modelType);
}

async function chooseModel(context: ServiceContext, input: SetModelSettingInput): Promise<TenantModelView> {
  const models = await listTenantModels(context, {});
  const named = models.filter(
    (model) =>
      model.provider === input.provider &&
      model.modelId === input.model &&
      (input.providerConfigId === undefined || model.providerConfigId === input.providerConfigId),
  );
  const ofType = named.filter((model) => model.type === input.modelType);
  const callable = ofType.find((model) => model.isCallable);
  if (callable) return callable;
  const [refused] = ofType;
  if (refused) throw whyNotCallable(refused);
  const [other] = named;
  if (other) {
    throw new AppError(
      "model_type_mismatch",
      `"${input.model}" is of type ${other.type} and can't be the default for ${input.modelType}. Choose a model of that type.`,
      {
        param: "model",
      },
    );
  }
  throw new AppError(
    "model_not_found",
    `No configured provider "${input.provider}" offers "${input.model}". Configure the provider, or sync its models, then choose again.`,
    {
      param: "model",
    },
  );
}

function whyNotCallable(model: TenantModelView): AppError {
  const at = { param: "model" };
  const name = `"${model.modelId}" of ${model.providerConfigName}`;
  if (model.goneSince)
    return new AppError(
      "model_disabled",
      `${name} is no longer listed by the provider. Choose another model, or sync again.`,
      at,
    );
  if (!model.isEnabled) return new AppError("model_disabled", `${name} is disabled. Enable it under Models first.`, at);
  return new AppError(
    "provider_config_disabled",
    `${name} can't be called: its provider is ${model.providerStatus}. Mend that under Providers first.`,
    at,
  );
}

export function requireSetting(settings: ModelSettingView[], modelType: string): ModelSettingView {
  const view = settings.find((each) => each.modelType === modelType);
  if (!view) throw new AppError("not_found", `There is no model type "${modelType}".`);
  return view;
}
