import { z } from "zod";
import { callSettings } from "./call-settings";
import { configName, modelTarget } from "./profile";

/** `processors.configuration` as it is stored. */
export const processorConfiguration = z.strictObject({
  /** The tenant's default profile when left out. */
  llm_profile: configName.nullish(),
  /** In place of the profile's model; its fallbacks stay. */
  model_override: modelTarget.nullish(),
  settings_override: callSettings.default({}),
});
export type ProcessorConfiguration = z.infer<typeof processorConfiguration>;
