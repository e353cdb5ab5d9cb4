import { toAppError } from "@/lib/contracts/errors";
import { type ProcessorView, processorConfiguration } from "@/lib/contracts/processor";
import { chooseText, detectVariables } from "@/lib/prompt-template";
import type { Processor } from "@/server/db/generated/client";
import { estimateCost } from "@/server/services/profiles/estimate-cost";
import { selectUsageSpread } from "@/server/services/profiles/select-usage-spread";
import type { ServiceContext } from "@/server/services/service-context";
import { selectUsedTemplates } from "@/server/services/templates/select-used-templates";

type Context = Pick<ServiceContext, "database" | "actor" | "gateway" | "now">;

/** The organization's processors with what their calls get, expect to cost and did cost; by name. */
export async function listProcessors({ database, actor, gateway, now }: Context): Promise<ProcessorView[]> {
  const { tenantId } = actor;
  const { rows, templates, spreads } = await database.inTenant(tenantId, async (tx) => {
    const rows = await tx.processor.findMany({ orderBy: { name: "asc" } });
    return {
      rows,
      templates: await selectUsedTemplates(tx, rows),
      spreads: await selectUsageSpread(tx, tenantId, "processor", now()),
    };
  });
  const models = gateway.callableModels(tenantId, "llm");
  return rows.map((row) => {
    const spread = spreads.get(row.id);
    const effective = effectiveOf({ gateway, actor }, row);
    const used = row.templateId === null ? undefined : templates.get(row.templateId);
    const model = models.find((each) => effective.target === `${each.provider}/${each.modelId}`);
    return {
      id: row.id,
      name: row.name,
      description: row.description,
      taskType: row.taskType,
      configuration: processorConfiguration.catch({ settings_override: {} }).parse(row.configuration),
      templateId: row.templateId,
      template: used
        ? {
            id: used.id,
            name: used.name,
            version: used.version,
            isOwn: used.isOwn,
            variables: detectVariables(chooseText(used, effective.target ?? undefined)),
          }
        : null,
      version: row.version,
      updatedAt: row.updatedAt,
      settings: effective.settings,
      effectiveProfile: effective.profile,
      effectiveModel: effective.model,
      fault: effective.fault ?? (row.templateId !== null && !used ? TEMPLATE_GONE : null),
      estimate: estimateCost(
        model ?? models.find((each) => each.modelId === effective.modelId),
        spread && {
          callCount: spread.callCount,
          inputTokens: [spread.inputLow ?? 0, spread.inputHigh ?? 0],
          outputTokens: [spread.outputLow ?? 0, spread.outputHigh ?? 0],
        },
      ),
      requestCount7d: spread?.callCount ?? 0,
      costNanoUsd7d: spread?.costNanoUsd ?? "0",
    };
  });
}

const TEMPLATE_GONE = "Its template is not public any more. Choose another template.";

function effectiveOf({ gateway, actor }: Pick<Context, "gateway" | "actor">, { name }: Processor) {
  try {
    const call = { type: "llm" as const, model: `processor:${name}`, apiKeyId: null };
    const { settings, profile, targets } = gateway.effectiveConfig(actor.tenantId, call);
    const first = typeof targets === "object" ? targets.value[0] : undefined;
    const target = first ? `${first.provider}/${first.model}` : null;
    const model =
      typeof targets === "object" && target !== null
        ? { value: target, tier: targets.tier, source: targets.source }
        : { value: "auto", tier: "tenant_default" as const, source: null };
    return { settings, profile, model, target, modelId: first?.model ?? null, fault: null };
  } catch (error) {
    const fault = toAppError(error).message;
    return { settings: {}, profile: null, model: null, target: null, modelId: null, fault };
  }
}
