import { z } from "zod";
import { localText } from "./provider";

/** The stages of a provider test, in their order. */
export const VERIFICATION_STAGES = ["address", "connect", "auth", "models"] as const;

export const verificationStage = z.object({
  stage: z.enum(VERIFICATION_STAGES),
  outcome: z.enum(["passed", "failed", "skipped"]),
  latencyMs: z.number().int().nonnegative(),
  /** An error code of the one table. Also on a passed stage when there is something to say, e.g. the valid key is rate limited. */
  code: z.string().optional(),
  /** What happened, in English, without any secret. */
  message: z.string().optional(),
  /** What to do about it. */
  fix: localText.optional(),
});
export type VerificationStage = z.infer<typeof verificationStage>;

export const verificationView = z.object({
  isValid: z.boolean(),
  stages: z.array(verificationStage),
  /** Null when the list was not reached. */
  modelCount: z.number().int().nonnegative().nullable(),
});
export type VerificationView = z.infer<typeof verificationView>;

/** A test as it is kept with its provider config, and shown: with when it ran (ISO 8601). */
export const verificationReport = verificationView.extend({ checkedAt: z.string() });
export type VerificationReport = z.infer<typeof verificationReport>;
