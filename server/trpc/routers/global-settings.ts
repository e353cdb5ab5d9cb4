import { z } from "zod";
import {
  globalSettingIdInput,
  globalSettingView,
  operatorSettings,
  saveGlobalSettingInput,
  setInfraModelInput,
  systemKeysPolicy,
} from "@/lib/contracts/global-setting";
import { noInput } from "@/lib/contracts/no-input";
import { listOperatorSettings } from "@/server/services/global-settings/list-operator-settings";
import { removeGlobalSetting } from "@/server/services/global-settings/remove-global-setting";
import { saveGlobalSetting } from "@/server/services/global-settings/save-global-setting";
import { setDefaultGlobalSetting } from "@/server/services/global-settings/set-default-global-setting";
import { setInfraModel } from "@/server/services/global-settings/set-infra-model";
import { setSystemKeys } from "@/server/services/global-settings/set-system-keys";
import { operatorProcedure, router } from "@/server/trpc/procedures";

export const globalSettingsRouter = router({
  overview: operatorProcedure
    .input(noInput)
    .output(operatorSettings)
    .query(({ ctx }) => listOperatorSettings(ctx)),
  save: operatorProcedure
    .input(saveGlobalSettingInput)
    .output(globalSettingView.pick({ id: true }))
    .mutation(({ ctx, input }) => saveGlobalSetting(ctx, input)),
  setDefault: operatorProcedure
    .input(globalSettingIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => setDefaultGlobalSetting(ctx, input)),
  remove: operatorProcedure
    .input(globalSettingIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeGlobalSetting(ctx, input)),
  setSystemKeys: operatorProcedure
    .input(systemKeysPolicy)
    .output(systemKeysPolicy)
    .mutation(({ ctx, input }) => setSystemKeys(ctx, input)),
  setInfraModel: operatorProcedure
    .input(setInfraModelInput)
    .output(z.void())
    .mutation(({ ctx, input }) => setInfraModel(ctx, input)),
});
