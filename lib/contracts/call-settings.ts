import { z } from "zod";
import { routeStrategy } from "./routing";

export const REASONING_EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;

/**
 * What a profile, a processor or the operator's global model may set for a call, under the names in which it is stored, exported and sent. A
 * setting left out is the next tier's to give. The bounds are the widest any provider has; a model's own are checked where the model is known.
 */
export const callSettings = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  max_tokens: z.number().int().min(1).max(10_000_000).optional(),
  reasoning_effort: z.enum(REASONING_EFFORTS).optional(),
  stop: z.array(z.string().min(1).max(200)).min(1).max(16).optional(),
  seed: z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER).optional(),
  /** For one attempt, in milliseconds. */
  timeout_ms: z.number().int().min(100).max(900_000).optional(),
  /** The most that one call may cost, in USD as a decimal. */
  cost_cap_usd: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9})?$/, "a decimal such as 0.05")
    .refine((decimal) => /[1-9]/.test(decimal), "must be more than 0")
    .optional(),
  /** `ordered` keeps the order in which the models are written; the others order by score. */
  routing_strategy: routeStrategy.optional(),
  /** Whether an answer may come from the response cache, and go into it. */
  cache: z.boolean().optional(),
});
export type CallSettings = z.infer<typeof callSettings>;
export const settingName = callSettings.keyof();
export type SettingName = z.infer<typeof settingName>;
export const SETTING_NAMES: readonly SettingName[] = settingName.options;
