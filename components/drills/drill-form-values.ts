import { z } from "zod";
import {
  DRILL_FAULTS,
  drillFault,
  MAX_DRILL_MINUTES,
  type StartDrillInput,
  startDrillInput,
} from "@/lib/contracts/drill";

export const TARGET_KINDS = ["profile", "provider_config"] as const;
/** In the list of a config's models; no model is called so. */
export const ANY_MODEL = "*";

const wholeNumber = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, `enter a whole number from 1 to ${most}`)
    .refine((text) => Number(text) >= 1 && Number(text) <= most, `enter a whole number from 1 to ${most}`);

/** As the form holds it: every field is what was typed or chosen. */
export const drillForm = z
  .strictObject({
    targetKind: z.enum(TARGET_KINDS),
    profile: z.string(),
    providerConfigId: z.string(),
    model: z.string(),
    fault: drillFault,
    retryAfterSeconds: wholeNumber(3_600),
    apiKeyId: z.string().min(1, "choose the key whose calls meet the fault"),
    minutes: wholeNumber(MAX_DRILL_MINUTES),
  })
  .refine(({ targetKind, profile }) => targetKind !== "profile" || profile !== "", {
    path: ["profile"],
    message: "choose a profile",
  })
  .refine(({ targetKind, providerConfigId }) => targetKind !== "provider_config" || providerConfigId !== "", {
    path: ["providerConfigId"],
    message: "choose a provider config",
  });
export type DrillForm = z.infer<typeof drillForm>;

export const EMPTY_DRILL: DrillForm = {
  targetKind: "profile",
  profile: "",
  providerConfigId: "",
  model: ANY_MODEL,
  fault: DRILL_FAULTS[0],
  retryAfterSeconds: "30",
  apiKeyId: "",
  minutes: "10",
};

export function toStartInput(form: DrillForm): StartDrillInput {
  const isProfile = form.targetKind === "profile";
  return startDrillInput.parse({
    apiKeyId: form.apiKeyId,
    profile: isProfile ? form.profile : null,
    providerConfigId: isProfile ? null : form.providerConfigId,
    model: isProfile || form.model === ANY_MODEL ? null : form.model,
    fault: form.fault,
    retryAfterSeconds: Number(form.retryAfterSeconds),
    minutes: Number(form.minutes),
  });
}
