import { z } from "zod";
import { modelType } from "@/lib/contracts/model-type";
import type { TenantTransaction } from "@/server/db/client";
import type { ConfigurationGround } from "./check-configuration";

const templateIds = z.array(z.object({ id: z.string() }));

/** The tenant's models, the operator's stand-ins for profiles, and the templates within reach. */
export async function loadGround(tx: TenantTransaction): Promise<ConfigurationGround> {
  const models = await tx.tenantModel.findMany({ include: { providerConfig: { select: { name: true } } } });
  const globals = await tx.llmGlobalSetting.findMany({ where: { isActive: true }, select: { modelCategory: true } });
  // Public templates of other organizations too: row level security lets them through.
  const templates = templateIds.parse(
    await tx.$queryRaw`SELECT id FROM prompt_templates WHERE tenant_id = sluice_tenant_id() OR is_public`,
  );
  return {
    templates: new Set(templates.map(({ id }) => id)),
    models: models.map((model) => ({
      provider: model.provider,
      configName: model.providerConfig.name,
      modelId: model.modelId,
      type: modelType.parse(model.type),
      isEnabled: model.isEnabled,
      isGone: model.goneSince !== null,
      maxOutputTokens: model.maxOutputTokens,
      supportsFunctionCalling: model.supportsFunctionCalling,
      supportsVision: model.supportsVision,
      isPriced: model.pricesPerMillion !== null,
    })),
    globalProfiles: new Set(globals.flatMap(({ modelCategory }) => modelCategory ?? [])),
  };
}
