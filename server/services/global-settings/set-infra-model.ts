import { infraModel, type SetInfraModelInput } from "@/lib/contracts/global-setting";
import { type OperatorContext, operatorActor } from "@/server/services/audit/operator-actor";
import { writeAudit } from "@/server/services/audit/write-audit";
import { refusalOf } from "@/server/services/configuration/change-configuration";
import { checkInfraModel } from "./check-infra-model";
import { loadKnownModels } from "./load-global-ground";
import { lockGlobalSettings } from "./lock-global-settings";

export const INFRA_PREFIX = "infra_model_";

/** The model for a named job of the installation's own. Throws `invalid_configuration` for one that is gone or does not chat. */
export async function setInfraModel(context: OperatorContext, { job, model }: SetInfraModelInput): Promise<void> {
  const key = `${INFRA_PREFIX}${job}`;
  await context.database.asSystem.$transaction(async (tx) => {
    await lockGlobalSettings(tx);
    const reason = checkInfraModel(model, await loadKnownModels(tx));
    if (reason !== null) throw refusalOf([{ path: "model", reason }]);
    const before = await tx.systemSetting.findUnique({ where: { key } });
    await tx.systemSetting.upsert({ where: { key }, create: { key, value: model }, update: { value: model } });
    await writeAudit(tx, operatorActor(context), {
      action: "infra_model.set",
      targetId: key,
      targetName: job,
      changes: { before: infraModel.safeParse(before?.value).data ?? null, after: model },
    });
  });
}
