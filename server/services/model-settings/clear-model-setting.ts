import type { ModelType } from "@/lib/contracts/model-type";
import type { ModelSettingView } from "@/lib/contracts/tenant-model";
import { writeAudit } from "@/server/services/audit/write-audit";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { listModelSettings } from "./list-model-settings";
import { requireSetting } from "./set-model-setting";

/** Leaves the type without a default: calls for "auto" then answer `no_default_model`. */
export async function clearModelSetting(
  context: ServiceContext,
  { modelType }: { modelType: ModelType },
): Promise<ModelSettingView> {
  const { actor } = context;
  await context.database.inTenant(actor.tenantId, async (tx) => {
    const before = await tx.tenantModelSetting.findUnique({
      where: { tenantId_modelType: { tenantId: actor.tenantId, modelType } },
    });
    if (!before) return;
    await tx.tenantModelSetting.delete({ where: { id: before.id } });
    await writeAudit(tx, actor, {
      action: "model_setting.clear",
      targetId: before.id,
      targetName: modelType,
      changes: { model: { before: `${before.provider}/${before.model}`, after: null } },
    });
    await tryRouteTests(tx, actor.tenantId);
  });
  return requireSetting(await listModelSettings(context), modelType);
}
