import { type CallSettings, SETTING_NAMES, type SettingName } from "@/lib/contracts/call-settings";
import type { ConfigTier, ConfigTrace } from "@/lib/contracts/effective-config";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { ModelTarget, Profile } from "@/lib/contracts/profile";
import type { ApiKeyEntry, GlobalEntry, ProcessorEntry } from "./config-store";
import type { OperatorSnapshot } from "./operator-snapshot";
import type { TenantSnapshot } from "./tenant-snapshot";

/** A value with the tier it came from, and what it is called there. */
export interface Sourced<T> {
  readonly value: T;
  readonly tier: ConfigTier;
  readonly source: string | null;
}

/** What a call says of itself, before any configuration. */
export interface ConfigCall {
  type: ModelType;
  /** As the client wrote it. */
  model: string;
  apiKey: ApiKeyEntry | undefined;
  /** In place of the profile that the tiers would give. */
  profile?: string | undefined;
  /** Whether routing chooses among all models where no one has named any: the organization's defaults then don't. */
  isRouted?: boolean;
  /** The profile in whose place a budget puts a cheaper one; it keeps the tier that chose the first. */
  stepTo?: string | undefined;
}

export interface EffectiveConfig {
  readonly processor: Sourced<ProcessorEntry> | null;
  readonly profile: Sourced<string> | null;
  /** The profile that the tiers gave, where a budget put a cheaper one in its place. */
  readonly steppedFrom?: string | undefined;
  /** Models in the order in which they are written; `named` is the request's own, `default` the tenant's for the type. */
  readonly targets: Sourced<readonly ModelTarget[]> | "named" | "default";
  readonly settings: Partial<Record<SettingName, Sourced<unknown>>>;
  /** The settings alone, as they are filled in; one object for all calls of the same configuration. */
  readonly values: CallSettings;
  /** As it is kept with the request; absent where no configuration applied. */
  readonly trace: ConfigTrace | undefined;
}

const PROFILE = "profile:";
const PROCESSOR = "processor:";
const GLOBAL = "global";

/** How a client named its model. */
export function kindOfName(model: string): "auto" | "profile" | "processor" | "model" {
  if (model === "auto") return "auto";
  if (model.startsWith(PROFILE)) return "profile";
  return model.startsWith(PROCESSOR) ? "processor" : "model";
}

/**
 * Which models and settings a call gets, by tier: request, API key, processor's override, processor's profile, the tenant's default profile, its
 * default model for the type, the operator's global default. Pure. A profile's settings go with its models: they do not apply to a request that
 * names another model itself, while a processor's override, being about the job, does. Throws `model_not_found` for a name that nothing bears.
 */
export function resolveEffective(
  tenant: TenantSnapshot,
  operator: OperatorSnapshot,
  call: ConfigCall,
): EffectiveConfig {
  const kind = kindOfName(call.model);
  const processor = chooseProcessor(tenant, call, kind);
  const chosen = kind === "model" ? null : chooseProfile(tenant, operator, call, kind, processor);
  const isStepped = chosen !== null && call.stepTo !== undefined;
  const profile = isStepped ? findProfile(tenant, operator, call.stepTo ?? chosen.value, chosen) : chosen;
  const targets = kind === "model" ? "named" : chooseTargets(tenant, operator, call, processor, profile);
  const layers: Layer[] = [];
  if (processor) {
    const { name, configuration } = processor.value;
    layers.push({ values: configuration.settings_override, tier: "processor", source: name });
  }
  if (profile) layers.push({ values: profile.body.settings, tier: profile.settingsTier, source: profile.value });
  else if (typeof targets === "object" && targets.tier === GLOBAL && operator.default)
    layers.push({ values: operator.default.settings, tier: GLOBAL, source: targets.source });
  const { settings, values } = mergeSettings(layers);
  const isTraced = processor !== null || profile !== null || layers.length > 0;
  return {
    processor,
    profile: profile && { value: profile.value, tier: profile.tier, source: profile.source },
    ...(isStepped ? { steppedFrom: chosen.value } : {}),
    targets,
    settings,
    values,
    trace: isTraced ? traceOf(processor, profile, settings) : undefined,
  };
}

function chooseProcessor(
  tenant: TenantSnapshot,
  { model, apiKey }: ConfigCall,
  kind: ReturnType<typeof kindOfName>,
): Sourced<ProcessorEntry> | null {
  if (kind === "processor") {
    const name = model.slice(PROCESSOR.length);
    const named = tenant.processorByName.get(name);
    if (named) return { value: named, tier: "request", source: null };
    throw new AppError(
      "model_not_found",
      `There is no processor "${name}" in this organization. GET /v1/models lists them; create one under Processors in the console.`,
      { param: "model" },
    );
  }
  const usual = apiKey?.defaultProcessorId ? tenant.processorById.get(apiKey.defaultProcessorId) : undefined;
  return usual && apiKey ? { value: usual, tier: "api_key", source: apiKey.name } : null;
}

interface ChosenProfile extends Sourced<string> {
  body: Profile;
  /** Of its settings. */
  settingsTier: ConfigTier;
}

function chooseProfile(
  tenant: TenantSnapshot,
  operator: OperatorSnapshot,
  { type, model, apiKey, profile, isRouted }: ConfigCall,
  kind: ReturnType<typeof kindOfName>,
  processor: Sourced<ProcessorEntry> | null,
): ChosenProfile | null {
  const find = (name: string, tier: ConfigTier, source: string | null) =>
    findProfile(tenant, operator, name, { tier, source });
  if (profile !== undefined) return find(profile, "request", null);
  if (kind === "profile") return find(model.slice(PROFILE.length), "request", null);
  const choices: [string | null | undefined, ConfigTier, string | null][] = [
    [kind === "auto" ? apiKey?.defaultProfile : null, "api_key", apiKey?.name ?? null],
    [processor?.value.configuration.llm_profile, "processor", processor?.value.name ?? null],
    [isRouted ? null : tenant.defaultProfile, "tenant_profile", null],
  ];
  for (const [name, tier, source] of choices) {
    if (!name) continue;
    const found = find(name, tier, source);
    // A chat profile says nothing about embeddings: then the next tier does.
    if (typeOfTarget(tenant, found.body) === type) return found;
  }
  return null;
}

function findProfile(
  tenant: TenantSnapshot,
  operator: OperatorSnapshot,
  name: string,
  { tier, source }: Pick<ChosenProfile, "tier" | "source">,
): ChosenProfile {
  const own = tenant.profiles.get(name);
  const settingsTier = tier === "tenant_profile" ? tier : "profile";
  if (own) return { value: name, tier, source, body: own, settingsTier };
  const [global, ...others] = operator.byCategory.get(name) ?? [];
  if (global) return { value: name, tier, source, body: profileOf(global, others), settingsTier: GLOBAL };
  const by = source === null ? "" : `, which "${source}" uses`;
  throw new AppError(
    "model_not_found",
    `There is no profile "${name}"${by} in this organization. GET /v1/models lists them; create it under Profiles in the console.`,
    { param: "model" },
  );
}

/** Whether the tenant or the operator has a profile of the name whose own model is of the type. */
export function hasProfile(tenant: TenantSnapshot, operator: OperatorSnapshot, name: string, type: ModelType): boolean {
  const own = tenant.profiles.get(name);
  if (own) return typeOfTarget(tenant, own) === type;
  return operator.byCategory.get(name)?.[0]?.model.type === type;
}

function profileOf({ provider, modelId, settings }: GlobalEntry, others: readonly GlobalEntry[]): Profile {
  const fallbacks = others.map((other) => ({ provider: other.provider, model: other.modelId }));
  return { provider, model: modelId, fallbacks, settings };
}

/** Chat where the model is not there any more. */
function typeOfTarget(tenant: TenantSnapshot, target: ModelTarget): ModelType {
  return modelsOf(tenant, target)[0]?.type ?? "llm";
}

/** The tenant's models that a target means, in the order of their configs. */
export function modelsOf(tenant: TenantSnapshot, { provider, model }: ModelTarget) {
  return (tenant.modelsById.get(model) ?? []).filter(
    (each) => each.provider === provider || tenant.configById.get(each.providerConfigId)?.name === provider,
  );
}

function chooseTargets(
  tenant: TenantSnapshot,
  operator: OperatorSnapshot,
  { type, isRouted }: ConfigCall,
  processor: Sourced<ProcessorEntry> | null,
  profile: ChosenProfile | null,
): EffectiveConfig["targets"] {
  const override = processor?.value.configuration.model_override;
  const hasOverride = override && typeOfTarget(tenant, override) === type;
  const behind = profile ? withoutRepeats(flatten(tenant, profile.body)) : [];
  if (processor && hasOverride)
    return {
      value: withoutRepeats([override, ...behind.slice(1)]),
      tier: "processor",
      source: processor.value.name,
    };
  if (profile) return { value: behind, tier: profile.settingsTier, source: profile.value };
  if (isRouted || tenant.defaults.has(type)) return "default";
  const global = operator.default;
  if (!global || global.model.type !== type) return "default";
  return {
    value: [{ provider: global.provider, model: global.modelId }],
    tier: GLOBAL,
    source: global.model.displayName,
  };
}

/** Its own model, then its fallbacks; another profile stands for all of its. Saving refuses cycles; should one be stored, it ends at its second visit. */
export function flatten(
  { profiles }: Pick<TenantSnapshot, "profiles">,
  body: Profile,
  visited: ReadonlySet<Profile> = new Set(),
): ModelTarget[] {
  if (visited.has(body)) return [];
  const seen = new Set([...visited, body]);
  const targets: ModelTarget[] = [{ provider: body.provider, model: body.model }];
  for (const next of body.fallbacks) {
    if (!("profile" in next)) {
      targets.push(next);
      continue;
    }
    const other = profiles.get(next.profile);
    if (other) targets.push(...flatten({ profiles }, other, seen));
  }
  return targets;
}

function withoutRepeats(targets: readonly ModelTarget[]): ModelTarget[] {
  const names = targets.map(({ provider, model }) => `${provider}/${model}`);
  return targets.filter((_, index) => names.indexOf(names[index] ?? "") === index);
}

interface Layer {
  values: CallSettings;
  tier: ConfigTier;
  source: string | null;
}

/** The strongest layer first. */
function mergeSettings(layers: readonly Layer[]): Pick<EffectiveConfig, "settings" | "values"> {
  let values: CallSettings = {};
  for (const stronger of layers.toReversed()) values = { ...values, ...stronger.values };
  const settings: EffectiveConfig["settings"] = {};
  for (const name of SETTING_NAMES) {
    const from = layers.find((each) => each.values[name] !== undefined);
    if (from) settings[name] = { value: from.values[name], tier: from.tier, source: from.source };
  }
  return { settings, values };
}

function traceOf(
  processor: Sourced<ProcessorEntry> | null,
  profile: Sourced<string> | null,
  settings: EffectiveConfig["settings"],
): ConfigTrace {
  return {
    processor: processor && { ...processor, value: processor.value.name },
    profile: profile && { value: profile.value, tier: profile.tier, source: profile.source },
    settings,
  };
}
