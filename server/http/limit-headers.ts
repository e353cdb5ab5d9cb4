import type { ServerResponse } from "node:http";
import type { LimitStanding } from "@/lib/contracts/limit-standing";

/**
 * Where the caller stands with its limits, as the clients of each dialect read it: OpenAI's `x-ratelimit-*`
 * (platform.openai.com/docs/guides/rate-limits) and Anthropic's `anthropic-ratelimit-*` (platform.claude.com/docs/en/api/rate-limits).
 */
export function setLimitHeaders(res: ServerResponse, standing: LimitStanding, isAnthropic: boolean): void {
  for (const unit of ["requests", "tokens"] as const) {
    const known = standing[unit];
    if (known === null) continue;
    if (isAnthropic) {
      res.setHeader(`anthropic-ratelimit-${unit}-limit`, known.limit);
      res.setHeader(`anthropic-ratelimit-${unit}-remaining`, known.remaining);
      res.setHeader(`anthropic-ratelimit-${unit}-reset`, new Date(Date.now() + known.resetMs).toISOString());
    } else {
      res.setHeader(`x-ratelimit-limit-${unit}`, known.limit);
      res.setHeader(`x-ratelimit-remaining-${unit}`, known.remaining);
      res.setHeader(`x-ratelimit-reset-${unit}`, toDuration(known.resetMs));
    }
  }
}

/** As Go prints durations, and OpenAI's header with it: `120ms`, `7.66s`, `6m0s`, `1h0m0s`. */
export function toDuration(ms: number): string {
  const whole = Math.ceil(ms);
  if (whole < 1_000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = `${(whole % 60_000) / 1_000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
