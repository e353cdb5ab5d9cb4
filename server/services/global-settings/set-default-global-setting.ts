import { type OperatorContext, operatorActor } from "@/server/services/audit/operator-actor";
import { writeAudit } from "@/server/services/audit/write-audit";
import { refusalOf } from "@/server/services/configuration/change-configuration";
import { lockGlobalSettings } from "./lock-global-settings";
import { settingNotFound } from "./setting-not-found";

/** Moves the default, so that there is one at every moment. Throws `not_found`, and `invalid_configuration` for one that is not active. */
export async function setDefaultGlobalSetting(context: OperatorContext, { id }: { id: string }): Promise<void> {
  await context.database.asSystem.$transaction(async (tx) => {
    await lockGlobalSettings(tx);
    const next = await tx.llmGlobalSetting.findUnique({ where: { id } });
    if (!next) throw settingNotFound();
    if (!next.isActive)
      throw refusalOf([{ path: "isActive", reason: "The default has to be active. Activate it first." }]);
    if (next.isDefault) return;
    const last = await tx.llmGlobalSetting.findFirst({ where: { isDefault: true } });
    if (last)
      await tx.llmGlobalSetting.update({
        where: { id: last.id },
        data: { isDefault: false, version: last.version + 1 },
      });
    await tx.llmGlobalSetting.update({ where: { id }, data: { isDefault: true, version: next.version + 1 } });
    await writeAudit(tx, operatorActor(context), {
      action: "global_setting.set_default",
      targetId: id,
      targetName: next.displayName,
      changes: { default: { before: last?.displayName ?? null, after: next.displayName } },
    });
  });
}
