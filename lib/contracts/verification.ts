import { z } from "zod";
import { localText } from "./provider";

export const verificationStage = z.enum(["address", "connect", "auth", "models"]);
export type VerificationStage = z.infer<typeof verificationStage>;

/** A test of a provider config through the production path: each stage, how it went, and what to do about it. */
export const verificationReport = z.object({
  isValid: z.boolean(),
  checkedAt: z.string(),
  stages: z.array(
    z.object({
      stage: verificationStage,
      outcome: z.enum(["passed", "failed", "skipped"]),
      latencyMs: z.number().int(),
      /** A code of the error table when failed. */
      code: z.string().optional(),
      /** What happened, in English; never holds a secret. */
      message: z.string().optional(),
      fix: localText.optional(),
    }),
  ),
  modelCount: z.number().int().optional(),
});
export type VerificationReport = z.infer<typeof verificationReport>;
