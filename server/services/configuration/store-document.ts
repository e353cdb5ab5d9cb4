import type { ConfigurationDocument, ProcessorDocument } from "@/lib/contracts/configuration";
import type { Actor } from "@/server/auth/actor";
import type { TenantTransaction } from "@/server/db/client";

/** Writes what differs between two documents, and nothing else. */
export async function storeDocument(
  tx: TenantTransaction,
  { tenantId, userId }: Actor,
  before: ConfigurationDocument,
  after: ConfigurationDocument,
): Promise<void> {
  const profilesOf = ({ default_profile = null, profiles }: ConfigurationDocument) => ({ default_profile, profiles });
  if (isChanged(profilesOf(before), profilesOf(after)))
    await tx.tenant.update({ where: { id: tenantId }, data: { llmConfiguration: profilesOf(after) } });

  const gone = Object.keys(before.processors).filter((name) => !Object.hasOwn(after.processors, name));
  if (gone.length > 0) {
    // A key that is revoked keeps no processor alive.
    await tx.apiKey.updateMany({
      where: { revokedAt: { not: null }, defaultProcessor: { name: { in: gone } } },
      data: { defaultProcessorId: null },
    });
    await tx.processor.deleteMany({ where: { name: { in: gone } } });
  }
  for (const [name, processor] of Object.entries(after.processors)) {
    if (!isChanged(before.processors[name], processor)) continue;
    const data = toRow(processor);
    await tx.processor.upsert({
      where: { tenantId_name: { tenantId, name } },
      create: { tenantId, name, createdById: userId ?? null, ...data },
      update: { ...data, version: { increment: 1 } },
    });
  }

  for (const [modelType, target] of Object.entries(after.defaults)) {
    if (!isChanged(Object.entries(before.defaults).find(([type]) => type === modelType)?.[1], target)) continue;
    const model = await tx.tenantModel.findFirst({
      where: {
        modelId: target.model,
        isEnabled: true,
        goneSince: null,
        OR: [{ provider: target.provider }, { providerConfig: { name: target.provider } }],
      },
      orderBy: { providerConfig: { priority: "asc" } },
    });
    if (!model) continue;
    const data = { provider: model.provider, model: model.modelId, providerConfigId: model.providerConfigId };
    await tx.tenantModelSetting.upsert({
      where: { tenantId_modelType: { tenantId, modelType } },
      create: { tenantId, modelType, ...data },
      update: data,
    });
  }
}

function toRow({ description, task_type, template_id, ...configuration }: ProcessorDocument) {
  return { description, taskType: task_type, templateId: template_id ?? null, configuration };
}

const isChanged = (before: unknown, after: unknown) => JSON.stringify(before) !== JSON.stringify(after);
