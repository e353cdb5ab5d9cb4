import { stringify } from "yaml";
import type { EffectiveConfigInput, EffectiveConfigView, EffectiveLine } from "@/lib/contracts/effective-config";
import type { EffectiveConfig } from "@/server/gateway";
import { diffDocuments } from "@/server/services/configuration/diff-documents";
import type { ServiceContext } from "@/server/services/service-context";

/** How far back the history is searched for who set a value. */
const MOST_VERSIONS = 200;

type Line = Omit<EffectiveLine, "setBy" | "setAt">;

/** What a call with this key, model and type would get: every value with its tier, and who set it when. Throws `model_not_found`. */
export async function inspectEffectiveConfig(
  { database, actor, gateway }: Pick<ServiceContext, "database" | "actor" | "gateway">,
  { type, model, apiKeyId }: EffectiveConfigInput,
): Promise<EffectiveConfigView> {
  const config = gateway.effectiveConfig(actor.tenantId, { type, model, apiKeyId: apiKeyId ?? null });
  const { versions, defaultModel } = await database.inTenant(actor.tenantId, async (tx) => ({
    versions: await tx.configVersion.findMany({ orderBy: { version: "desc" }, take: MOST_VERSIONS }),
    defaultModel: await tx.tenantModelSetting.findFirst({ where: { modelType: type } }),
  }));
  const named = defaultModel ? `${defaultModel.provider}/${defaultModel.model}` : null;
  const lines = linesOf(config, model, named).map((line) => ({ ...line, ...whoSet(line, versions) }));
  return { lines, yaml: stringify(toTree(lines)) };
}

function linesOf(
  { processor, profile, targets, settings }: EffectiveConfig,
  model: string,
  defaultModel: string | null,
): Line[] {
  const lines: Line[] = [];
  if (processor) {
    lines.push({ name: "processor", ...processor, value: processor.value.name });
    lines.push({ name: "task_type", value: processor.value.taskType, tier: "processor", source: processor.value.name });
  }
  if (profile) lines.push({ name: "profile", ...profile });
  if (targets === "named") lines.push({ name: "model", value: model, tier: "request", source: null });
  else if (targets === "default")
    lines.push({ name: "model", value: defaultModel, tier: "tenant_default", source: null });
  else {
    const [first, ...fallbacks] = targets.value.map((target) => `${target.provider}/${target.model}`);
    const { tier, source } = targets;
    lines.push({ name: "model", value: first ?? null, tier, source });
    if (fallbacks.length > 0) lines.push({ name: "fallbacks", value: fallbacks, tier, source });
  }
  for (const [name, sourced] of Object.entries(settings)) lines.push({ name: `settings.${name}`, ...sourced });
  return lines;
}

interface Version {
  document: unknown;
  actorName: string;
  createdAt: Date;
}

/** The newest save that changed what the line stands on. */
function whoSet(line: Line, versions: readonly Version[]): Pick<EffectiveLine, "setBy" | "setAt"> {
  const path = pathOf(line);
  if (path !== null) {
    for (const [index, version] of versions.entries()) {
      const before = versions[index + 1];
      if (!before) break;
      const isIts = diffDocuments(before.document, version.document).some(
        (change) => change.path === path || change.path.startsWith(`${path}.`) || path.startsWith(`${change.path}.`),
      );
      if (isIts) return { setBy: version.actorName, setAt: version.createdAt };
    }
  }
  return { setBy: null, setAt: null };
}

/** Where in the document a value is written; null where it is not the document's. */
function pathOf({ name, tier, source }: Line): string | null {
  const setting = name.startsWith("settings.") ? name.slice("settings.".length) : null;
  switch (tier) {
    case "processor":
      if (setting !== null) return `processors.${source}.settings_override.${setting}`;
      return `processors.${source}.${name === "profile" ? "llm_profile" : name === "task_type" ? name : "model_override"}`;
    case "profile":
    case "tenant_profile":
      if (name === "profile") return "default_profile";
      return setting !== null ? `profiles.${source}.settings.${setting}` : `profiles.${source}.${name}`;
    case "tenant_default":
      return "defaults";
    default:
      return null;
  }
}

function toTree(lines: readonly EffectiveLine[]) {
  return Object.fromEntries(
    lines.map(({ name, value, tier, source, setBy, setAt }) => [
      name,
      { value, tier, ...(source ? { source } : {}), ...(setBy ? { set_by: setBy, set_at: setAt?.toISOString() } : {}) },
    ]),
  );
}
