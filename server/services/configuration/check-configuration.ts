import type { ConfigurationDocument, ConfigurationFault } from "@/lib/contracts/configuration";
import type { ModelType } from "@/lib/contracts/model-type";
import type { ModelTarget, Profile } from "@/lib/contracts/profile";
import { settingFaults } from "@/server/gateway";

/** A model of the tenant, as far as a configuration depends on it. */
export interface KnownModel {
  provider: string;
  configName: string;
  modelId: string;
  type: ModelType;
  isEnabled: boolean;
  isGone: boolean;
  maxOutputTokens: number | null;
  supportsFunctionCalling: boolean;
  supportsVision: boolean;
  isPriced: boolean;
}

/** What a configuration stands on besides itself. */
export interface ConfigurationGround {
  models: readonly KnownModel[];
  /** Profiles that the operator's global models stand in for. */
  globalProfiles: ReadonlySet<string>;
  /** Ids of the prompt templates that it may use: its own and public ones, every version. */
  templates: ReadonlySet<string>;
}

export interface Checked {
  /** Any of these refuses the whole. */
  faults: ConfigurationFault[];
  warnings: ConfigurationFault[];
}

/** Everything that is wrong with a configuration at once: targets that are gone, cycles, values outside a model's range, names that lead nowhere. Pure. */
export function checkConfiguration(document: ConfigurationDocument, ground: ConfigurationGround): Checked {
  const faults: ConfigurationFault[] = [];
  const warnings: ConfigurationFault[] = [];
  const fault = (path: string, reason: string) => faults.push({ path, reason });
  const warn = (path: string, reason: string) => warnings.push({ path, reason });
  const hasProfile = (name: string) => Object.hasOwn(document.profiles, name) || ground.globalProfiles.has(name);

  if (document.default_profile && !hasProfile(document.default_profile))
    fault(
      "default_profile",
      `There is no profile "${document.default_profile}". Create it, or choose another default.`,
    );

  for (const [name, profile] of Object.entries(document.profiles)) {
    const at = `profiles.${name}`;
    const primary = checkTarget(profile, ground, at, fault);
    if (primary)
      for (const each of settingFaults(profile.settings, primary)) fault(`${at}.settings.${each.name}`, each.reason);
    if (primary && profile.settings.cost_cap_usd && !primary.isPriced)
      fault(
        `${at}.settings.cost_cap_usd`,
        `"${primary.modelId}" has no price, so no cap can be kept. Set its price under Models first.`,
      );
    profile.fallbacks.forEach((next, index) => {
      if (!("profile" in next)) checkTarget(next, ground, `${at}.fallbacks.${index}`, fault, primary?.type);
      else if (!Object.hasOwn(document.profiles, next.profile))
        fault(`${at}.fallbacks.${index}`, `There is no profile "${next.profile}" to fall back to.`);
    });
    const cycle = findCycle(document.profiles, name);
    if (cycle)
      fault(`${at}.fallbacks`, `The fallbacks go round in a circle: ${cycle.join(" → ")}. Take one of them out.`);
    else warnOfChain(document.profiles, profile, ground, at, warn);
  }

  for (const [name, processor] of Object.entries(document.processors)) {
    const at = `processors.${name}`;
    const { llm_profile, model_override, settings_override, template_id } = processor;
    if (template_id && !ground.templates.has(template_id))
      fault(
        `${at}.template_id`,
        "There is no such template in this organization, nor a public one. Choose another, or leave it out.",
      );
    if (llm_profile && !hasProfile(llm_profile)) fault(`${at}.llm_profile`, `There is no profile "${llm_profile}".`);
    const own = model_override ? checkTarget(model_override, ground, `${at}.model_override`, fault) : undefined;
    const inherited = document.profiles[llm_profile ?? document.default_profile ?? ""];
    const effective = own ?? (inherited && !model_override ? findModel(inherited, ground) : undefined);
    if (!effective) continue;
    for (const each of settingFaults(settings_override, effective))
      fault(`${at}.settings_override.${each.name}`, each.reason);
    if (settings_override.cost_cap_usd && !effective.isPriced)
      fault(`${at}.settings_override.cost_cap_usd`, `"${effective.modelId}" has no price, so no cap can be kept.`);
  }

  for (const [type, target] of Object.entries(document.defaults)) {
    const found = checkTarget(target, ground, `defaults.${type}`, fault);
    if (found && found.type !== type)
      fault(`defaults.${type}`, `"${target.model}" is of type ${found.type} and can't be the default for ${type}.`);
  }
  return { faults, warnings };
}

type Report = (path: string, reason: string) => void;

function findModel({ provider, model }: ModelTarget, { models }: ConfigurationGround): KnownModel | undefined {
  const named = models.filter(
    (each) => each.modelId === model && (each.provider === provider || each.configName === provider),
  );
  return named.find((each) => each.isEnabled && !each.isGone) ?? named[0];
}

function checkTarget(
  target: ModelTarget,
  ground: ConfigurationGround,
  at: string,
  fault: Report,
  type?: ModelType,
): KnownModel | undefined {
  const found = findModel(target, ground);
  const named = `"${target.provider}/${target.model}"`;
  if (!found) {
    fault(`${at}.model`, `${named} is not among the organization's models. Connect the provider, or sync its models.`);
    return undefined;
  }
  if (found.isGone) fault(`${at}.model`, `${named} is no longer listed by its provider. Choose another model.`);
  else if (!found.isEnabled) fault(`${at}.model`, `${named} is disabled. Enable it under Models, or choose another.`);
  if (type !== undefined && found.type !== type)
    fault(`${at}.model`, `${named} is of type ${found.type} and can't stand in for a model of type ${type}.`);
  return found;
}

/** The way round, from a profile back to itself; undefined where there is none. */
export function findCycle(profiles: Readonly<Record<string, Profile>>, start: string): string[] | undefined {
  const walk = (name: string, path: readonly string[]): string[] | undefined => {
    for (const next of profiles[name]?.fallbacks ?? []) {
      if (!("profile" in next)) continue;
      if (next.profile === start) return [...path, start];
      if (path.includes(next.profile)) continue;
      const found = walk(next.profile, [...path, next.profile]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(start, [start]);
}

function targetsBehind(profiles: Readonly<Record<string, Profile>>, profile: Profile): ModelTarget[] {
  return [
    profile,
    ...profile.fallbacks.flatMap((next) => {
      if (!("profile" in next)) return [next];
      const other = profiles[next.profile];
      return other ? targetsBehind(profiles, other) : [];
    }),
  ];
}

function warnOfChain(
  profiles: Readonly<Record<string, Profile>>,
  profile: Profile,
  ground: ConfigurationGround,
  at: string,
  warn: Report,
): void {
  const chain = targetsBehind(profiles, profile);
  const providers = new Set(
    chain.map(({ provider }) => ground.models.find((each) => each.configName === provider)?.provider ?? provider),
  );
  if (providers.size < 2)
    warn(
      `${at}.fallbacks`,
      "All its models are of one provider: when that is out, nothing serves. Add a fallback of another.",
    );
  const [first, ...others] = chain.flatMap((target) => findModel(target, ground) ?? []);
  if (!first) return;
  for (const other of others) {
    if (first.supportsFunctionCalling && !other.supportsFunctionCalling)
      warn(`${at}.fallbacks`, `"${other.modelId}" is not known to call tools, as "${first.modelId}" does.`);
    if (first.supportsVision && !other.supportsVision)
      warn(`${at}.fallbacks`, `"${other.modelId}" is not known to see pictures, as "${first.modelId}" does.`);
  }
}
