export interface Forecast {
  atEnd: bigint;
  exhaustedAtMs: number | null;
}

/** Below a fiftieth of the window there is nothing to go by. */
const LEAST_SHARE = 50;

/** Where spending ends if it goes on at its pace so far. Null too early in the window. Pure; money in nano-USD. */
export function forecast(
  { spent, limit, startMs, endMs }: { spent: bigint; limit: bigint; startMs: number; endMs: number },
  nowMs: number,
): Forecast | null {
  const elapsed = BigInt(Math.max(0, Math.round(nowMs - startMs)));
  const total = BigInt(endMs - startMs);
  if (elapsed * BigInt(LEAST_SHARE) < total) return null;
  const atEnd = (spent * total) / elapsed;
  if (spent === 0n || spent >= limit || atEnd < limit) return { atEnd, exhaustedAtMs: null };
  return { atEnd, exhaustedAtMs: startMs + Number((limit * elapsed) / spent) };
}
