import { AppError } from "@/lib/contracts/errors";
import { type OperatorContext, operatorActor } from "@/server/services/audit/operator-actor";
import { writeAudit } from "@/server/services/audit/write-audit";
import { lockGlobalSettings } from "./lock-global-settings";
import { settingNotFound } from "./setting-not-found";

/** Throws `has_dependents` for the default, which every organization without one of its own depends on, and `not_found`. */
export async function removeGlobalSetting(context: OperatorContext, { id }: { id: string }): Promise<void> {
  await context.database.asSystem.$transaction(async (tx) => {
    await lockGlobalSettings(tx);
    const row = await tx.llmGlobalSetting.findUnique({ where: { id } });
    if (!row) throw settingNotFound();
    if (row.isDefault)
      throw new AppError(
        "has_dependents",
        `"${row.displayName}" is the default: organizations without a default of their own call it. Make another one the default first.`,
        { dependents: ["It is the default of every organization that has set none."] },
      );
    await tx.llmGlobalSetting.delete({ where: { id } });
    await writeAudit(tx, operatorActor(context), {
      action: "global_setting.remove",
      targetId: id,
      targetName: row.displayName,
      changes: { provider: row.provider, modelName: row.modelName, category: row.modelCategory },
    });
  });
}
