import { z } from "zod";
import { RATE_LIMIT_FIELDS, type RateLimits, rateLimits } from "@/lib/contracts/rate-limit";

/** A limit as it is typed: blank is none. */
const typed = z
  .string()
  .trim()
  .transform((text) => (text === "" ? null : Number(text)));

const field = (name: keyof RateLimits) => typed.pipe(rateLimits.shape[name]);

export const limitForm = z.object({
  /** `kind:id` of what is limited. */
  scope: z.string().min(1),
  requestsPerMinute: field("requestsPerMinute"),
  requestsPerHour: field("requestsPerHour"),
  tokensPerMinute: field("tokensPerMinute"),
  tokensPerHour: field("tokensPerHour"),
  maxParallelRequests: field("maxParallelRequests"),
});

type TypedLimits = Record<keyof RateLimits, string>;

/** What the form starts with. */
export function toTyped(limits: RateLimits | null): TypedLimits {
  const text = (name: keyof RateLimits) => limits?.[name]?.toString() ?? "";
  return {
    requestsPerMinute: text("requestsPerMinute"),
    requestsPerHour: text("requestsPerHour"),
    tokensPerMinute: text("tokensPerMinute"),
    tokensPerHour: text("tokensPerHour"),
    maxParallelRequests: text("maxParallelRequests"),
  };
}

/** Whether more is used now than what is typed would allow. */
export function isBelowUse(values: TypedLimits, use: readonly { field: keyof RateLimits; used: number }[]): boolean {
  return RATE_LIMIT_FIELDS.some((name) => {
    const limit = Number(values[name]);
    return limit > 0 && use.some((each) => each.field === name && each.used > limit);
  });
}
