/** An hour: no provider means more, and a wrong clock or a typing error must not silence one for good. */
const MAX_SECONDS = 3600;

/** `Retry-After` (seconds or an HTTP date) or OpenAI's `retry-after-ms`, in whole seconds, capped. Undefined when absent or senseless. */
export function readRetryAfter(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
  const ms = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return cap(ms / 1000);
  const value = headers["retry-after"]?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return cap(Number(value));
  // Only the HTTP date forms begin with a day's name; Date.parse alone would read "-5" as a year.
  const atMs = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : cap(Math.max(0, atMs - nowMs) / 1000);
}

function cap(seconds: number): number {
  return Math.min(MAX_SECONDS, Math.ceil(seconds));
}
