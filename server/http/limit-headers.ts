import type { LimitStanding } from "@/lib/contracts/limit-standing";
import type { HeaderTarget } from "./write-answer";

/**
 * Where the caller stands with its limits, as the clients of each dialect read it: OpenAI's `x-ratelimit-*`
 * (platform.openai.com/docs/guides/rate-limits) and Anthropic's `anthropic-ratelimit-*` (platform.claude.com/docs/en/api/rate-limits).
 */
export function setLimitHeaders(target: HeaderTarget, standing: LimitStanding, isAnthropic: boolean): void {
  const names = isAnthropic ? ANTHROPIC : OPENAI;
  const write = isAnthropic ? toInstant : toDuration;
  const { requests, tokens } = standing;
  if (requests !== null) setStanding(target, names.requests, requests, write);
  if (tokens !== null) setStanding(target, names.tokens, tokens, write);
}

interface Names {
  limit: string;
  remaining: string;
  reset: string;
}

const OPENAI = { requests: openAiNames("requests"), tokens: openAiNames("tokens") };
const ANTHROPIC = { requests: anthropicNames("requests"), tokens: anthropicNames("tokens") };

function openAiNames(unit: string): Names {
  return {
    limit: `x-ratelimit-limit-${unit}`,
    remaining: `x-ratelimit-remaining-${unit}`,
    reset: `x-ratelimit-reset-${unit}`,
  };
}

function anthropicNames(unit: string): Names {
  const prefix = `anthropic-ratelimit-${unit}`;
  return { limit: `${prefix}-limit`, remaining: `${prefix}-remaining`, reset: `${prefix}-reset` };
}

function setStanding(
  target: HeaderTarget,
  names: Names,
  { limit, remaining, resetMs }: NonNullable<LimitStanding["requests"]>,
  write: (ms: number) => string,
): void {
  target.setHeader(names.limit, limit);
  target.setHeader(names.remaining, remaining);
  target.setHeader(names.reset, write(resetMs));
}

function toInstant(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
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
