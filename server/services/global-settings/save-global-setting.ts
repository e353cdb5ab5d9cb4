import { AppError } from "@/lib/contracts/errors";
import type { GlobalSettingView, SaveGlobalSettingInput } from "@/lib/contracts/global-setting";
import type { LlmGlobalSetting } from "@/server/db/generated/client";
import { type OperatorContext, operatorActor } from "@/server/services/audit/operator-actor";
import { writeAudit } from "@/server/services/audit/write-audit";
import { refusalOf } from "@/server/services/configuration/change-configuration";
import { checkGlobalSetting } from "./check-global-setting";
import { loadKnownModels } from "./load-global-ground";
import { lockGlobalSettings } from "./lock-global-settings";
import { settingNotFound } from "./setting-not-found";

/**
 * Makes or changes a global model, or refuses it as a whole: `invalid_configuration` with every reason, `conflict` for an older version, `not_found`.
 * Calls of every replica have it with the notice that the row's trigger sends.
 */
export async function saveGlobalSetting(
  context: OperatorContext,
  { edits, ...input }: SaveGlobalSettingInput,
): Promise<Pick<GlobalSettingView, "id">> {
  return context.database.asSystem.$transaction(async (tx) => {
    await lockGlobalSettings(tx);
    const rows = await tx.llmGlobalSetting.findMany();
    const before = edits && rows.find(({ id }) => id === edits.id);
    if (edits && !before) throw settingNotFound();
    if (edits && before && edits.version !== before.version)
      throw new AppError("conflict", "This global model was changed meanwhile. Load it again, then make your change.");
    if (before?.isDefault && !input.isDefault)
      throw refusalOf([
        { path: "isDefault", reason: "There has to be a default. Make another one the default instead." },
      ]);
    const known = await loadKnownModels(tx);
    const faults = checkGlobalSetting(input, {
      catalog: known,
      others: rows.filter(({ id }) => id !== before?.id).map((row) => ({ ...row, category: row.modelCategory })),
    });
    if (faults.length > 0) throw refusalOf(faults);
    const facts = known.find((each) => each.provider === input.model.provider && each.modelId === input.model.model);
    const data = {
      provider: input.model.provider,
      modelName: input.model.model,
      displayName: input.displayName,
      description: input.description,
      modelCategory: input.category,
      isDefault: input.isDefault,
      isActive: input.isActive,
      configuration: { ...input.settings },
      capabilities: {
        ...(facts?.maxOutputTokens ? { max_tokens: facts.maxOutputTokens } : {}),
        best_for: input.bestFor,
      },
      costPerMillionInputTokens: input.inputPerMillion,
      costPerMillionOutputTokens: input.outputPerMillion,
    };
    const saved = before
      ? await tx.llmGlobalSetting.update({ where: { id: before.id }, data: { ...data, version: before.version + 1 } })
      : await tx.llmGlobalSetting.create({ data });
    await writeAudit(tx, operatorActor(context), {
      action: before ? "global_setting.update" : "global_setting.create",
      targetId: saved.id,
      targetName: saved.displayName,
      changes: changesOf(before ?? null, saved),
    });
    return { id: saved.id };
  });
}

const AUDITED = [
  "provider",
  "modelName",
  "displayName",
  "description",
  "modelCategory",
  "isDefault",
  "isActive",
  "configuration",
  "capabilities",
  "costPerMillionInputTokens",
  "costPerMillionOutputTokens",
] as const satisfies readonly (keyof LlmGlobalSetting)[];

/** Fields that differ, as they were and as they are. */
function changesOf(before: LlmGlobalSetting | null, after: LlmGlobalSetting) {
  const texts = (row: LlmGlobalSetting | null, name: (typeof AUDITED)[number]) => JSON.stringify(row?.[name] ?? null);
  return Object.fromEntries(
    AUDITED.filter((name) => texts(before, name) !== texts(after, name)).map((name) => [
      name,
      { before: texts(before, name), after: texts(after, name) },
    ]),
  );
}
