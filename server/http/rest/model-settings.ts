import { z } from "zod";
import { restModelSetting, restModelSettingInput } from "@/lib/contracts/rest";
import type { ModelSettingView } from "@/lib/contracts/tenant-model";
import { listModelSettings } from "@/server/services/model-settings/list-model-settings";
import { setModelSetting } from "@/server/services/model-settings/set-model-setting";
import { type RestRoute, restRoute } from "./rest-route";

export const modelSettingRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/model-settings",
    permission: "models.read",
    summary: "The default model of each type; null where none is set.",
    input: z.strictObject({}),
    output: z.array(restModelSetting),
    handle: async ({ context }) => ({ status: 200, body: (await listModelSettings(context)).map(toRestModelSetting) }),
  }),
  restRoute({
    method: "POST",
    path: "/api/model-settings",
    permission: "model_settings.write",
    summary: "Sets the default model of a type.",
    input: restModelSettingInput,
    output: restModelSetting,
    handle: async ({ context, input }) => ({
      status: 200,
      body: toRestModelSetting(await setModelSetting(context, input)),
    }),
  }),
];

function toRestModelSetting({ modelType, current }: ModelSettingView): z.infer<typeof restModelSetting> {
  return {
    modelType,
    provider: current?.provider ?? null,
    model: current?.model ?? null,
    providerConfigId: current?.providerConfigId ?? null,
    isCallable: current?.isCallable ?? false,
  };
}
