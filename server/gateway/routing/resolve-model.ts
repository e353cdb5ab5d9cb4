import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { ConfigEntry, ModelEntry } from "@/server/gateway/config/config-store";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";

export interface Candidate {
  config: ConfigEntry;
  model: ModelEntry;
}

export interface Resolution {
  /** In the order in which they are tried; never empty. */
  candidates: Candidate[];
  trace: RouteTrace;
}

const TYPE_NAMES: Record<ModelType, string> = {
  llm: "chat",
  text_embedding: "embedding",
  rerank: "rerank",
  tts: "speech",
  speech_to_text: "transcription",
};

/**
 * Which of the tenant's models a client's `model` means: `auto` is the default for the type, `provider/model` narrows to a provider
 * or to a config by its name, anything else is a model's id. Pure. Throws a typed error that says why each match fell out.
 */
export function resolveModel(tenant: TenantSnapshot, type: ModelType, requested: string): Resolution {
  if (requested === "auto") return resolveDefault(tenant, type);
  const whole = tenant.modelsById.get(requested);
  if (whole) return choose(tenant, type, requested, "model", "request", whole);
  const slash = requested.indexOf("/");
  if (slash > 0) {
    const prefix = requested.slice(0, slash);
    const named = (tenant.modelsById.get(requested.slice(slash + 1)) ?? []).filter(
      (model) => model.provider === prefix || tenant.configById.get(model.providerConfigId)?.name === prefix,
    );
    if (named.length > 0) return choose(tenant, type, requested, "provider/model", "request", named);
  }
  throw new AppError(
    "model_not_found",
    `No connected provider offers "${requested}". List the models you may call with GET /v1/models, sync the provider's models in the console, or send "auto" for the default.`,
    { param: "model" },
  );
}

function resolveDefault(tenant: TenantSnapshot, type: ModelType): Resolution {
  const entry = tenant.defaults.get(type);
  if (!entry) {
    throw new AppError(
      "no_default_model",
      `The request asks for "auto", but no default ${TYPE_NAMES[type]} model is set. Set one under Models in the console, or name a model.`,
      { param: "model" },
    );
  }
  const sameId = tenant.modelsById.get(entry.modelId) ?? [];
  const named = sameId.filter((model) => model.providerConfigId === entry.providerConfigId);
  // The same model of another config stands in when the chosen one is out.
  const others = sameId.filter(
    (model) => model.providerConfigId !== entry.providerConfigId && model.provider === entry.provider,
  );
  if (named.length === 0 && others.length === 0) {
    throw new AppError(
      "model_not_found",
      `The default ${TYPE_NAMES[type]} model "${entry.modelId}" is no longer offered. Choose another default under Models in the console.`,
      { param: "model" },
    );
  }
  return choose(tenant, type, entry.modelId, "auto", "tenant_default", [...named, ...others]);
}

function choose(
  tenant: TenantSnapshot,
  type: ModelType,
  requested: string,
  resolvedFrom: string,
  tier: string,
  matches: readonly ModelEntry[],
): Resolution {
  const candidates: Candidate[] = [];
  const rejections: AppError[] = [];
  const traced: RouteTrace["candidates"] = [];
  for (const model of matches) {
    const config = tenant.configById.get(model.providerConfigId);
    if (!config) continue;
    const rejection = rejectionOf(config, model, type);
    traced.push({
      provider: model.provider,
      providerConfigId: config.id,
      providerConfigName: config.name,
      model: model.modelId,
      outcome: rejection ? "rejected" : candidates.length === 0 ? "chosen" : "fallback",
      reason: rejection?.message ?? null,
    });
    if (rejection) rejections.push(rejection);
    else candidates.push({ config, model });
  }
  if (candidates.length > 0) return { candidates, trace: { resolvedFrom, tier, candidates: traced } };
  const [first] = rejections;
  if (!first) throw new AppError("model_not_found", `No connected provider offers "${requested}".`, { param: "model" });
  if (rejections.length === 1) throw first;
  throw new AppError(first.code, rejections.map((each) => each.message).join(" "), { param: "model" });
}

function rejectionOf(config: ConfigEntry, model: ModelEntry, type: ModelType): AppError | undefined {
  const at = { param: "model" };
  if (model.type !== type) {
    return new AppError(
      "model_type_mismatch",
      `"${model.modelId}" of ${config.name} is a ${TYPE_NAMES[model.type]} model and can't serve a ${TYPE_NAMES[type]} request. Name a ${TYPE_NAMES[type]} model.`,
      at,
    );
  }
  if (!config.isEnabled) {
    return new AppError(
      "provider_config_disabled",
      `Provider "${config.name}" is disabled. Enable it under Providers in the console.`,
      at,
    );
  }
  if (!config.isValid) {
    return new AppError(
      "provider_config_disabled",
      `Provider "${config.name}" has not passed its test. Test it under Providers in the console.`,
      at,
    );
  }
  if (model.isGone) {
    return new AppError(
      "model_disabled",
      `"${model.modelId}" is no longer listed by ${config.name}. Choose another model, or sync again.`,
      at,
    );
  }
  if (!model.isEnabled) {
    return new AppError(
      "model_disabled",
      `"${model.modelId}" of ${config.name} is disabled. Enable it under Models in the console.`,
      at,
    );
  }
  return undefined;
}
