import type { ConfigurationDocument } from "@/lib/contracts/configuration";
import { modelType } from "@/lib/contracts/model-type";
import { processorConfiguration } from "@/lib/contracts/processor";
import { llmConfiguration, NO_CONFIGURATION } from "@/lib/contracts/profile";
import type { TenantTransaction } from "@/server/db/client";

/** The tenant's configuration as it stands, as one document. */
export async function loadDocument(tx: TenantTransaction, tenantId: string): Promise<ConfigurationDocument> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { llmConfiguration: true } });
  const { default_profile = null, profiles } = llmConfiguration
    .catch(NO_CONFIGURATION)
    .parse(tenant.llmConfiguration ?? NO_CONFIGURATION);
  const processors = await tx.processor.findMany({ orderBy: { name: "asc" } });
  const defaults = await tx.tenantModelSetting.findMany({ include: { providerConfig: { select: { name: true } } } });
  return {
    version: 1,
    default_profile,
    profiles,
    processors: Object.fromEntries(
      processors.map(({ name, description, taskType, templateId, configuration }) => [
        name,
        {
          description,
          task_type: taskType,
          ...(templateId === null ? {} : { template_id: templateId }),
          ...processorConfiguration.catch({ settings_override: {} }).parse(configuration),
        },
      ]),
    ),
    defaults: Object.fromEntries(
      defaults.map(({ modelType: type, model, providerConfig }) => [
        modelType.parse(type),
        { provider: providerConfig.name, model },
      ]),
    ),
  };
}
