import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import { clearModelSettingInput, modelSettingView, setModelSettingInput } from "@/lib/contracts/tenant-model";
import { clearModelSetting } from "@/server/services/model-settings/clear-model-setting";
import { listModelSettings } from "@/server/services/model-settings/list-model-settings";
import { setModelSetting } from "@/server/services/model-settings/set-model-setting";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const modelSettingsRouter = router({
  list: tenantProcedure("models.read")
    .input(noInput)
    .output(z.array(modelSettingView))
    .query(({ ctx }) => listModelSettings(ctx)),
  set: tenantProcedure("model_settings.write")
    .input(setModelSettingInput)
    .output(modelSettingView)
    .mutation(({ ctx, input }) => setModelSetting(ctx, input)),
  clear: tenantProcedure("model_settings.write")
    .input(clearModelSettingInput)
    .output(modelSettingView)
    .mutation(({ ctx, input }) => clearModelSetting(ctx, input)),
});
