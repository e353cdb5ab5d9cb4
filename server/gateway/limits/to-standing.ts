import type { LimitStanding, UnitStanding } from "@/lib/contracts/limit-standing";
import type { LimitScope } from "./limit-scope";
import { unitsLeft } from "./rate-window";

/** The tightest of what the client can see. A provider config's limit is the operator's affair: another may serve instead. */
export function toStanding(scopes: readonly LimitScope[], debtsMs: readonly number[]): LimitStanding {
  const tightest: LimitStanding = { requests: null, tokens: null };
  let index = 0;
  for (const { kind, rates } of scopes)
    for (const { unit, periodMs, limit } of rates) {
      const debtMs = debtsMs[index] ?? 0;
      index += 1;
      if (kind === "provider_config") continue;
      const standing = { limit, remaining: unitsLeft(debtMs, periodMs, limit), resetMs: Math.max(0, debtMs) };
      if (isTighter(standing, tightest[unit])) tightest[unit] = standing;
    }
  return tightest;
}

/** The fewer units left, the tighter; of two that are as near their end, the one that takes longer to recover. */
function isTighter(a: UnitStanding, b: UnitStanding | null): boolean {
  return b === null || a.remaining < b.remaining || (a.remaining === b.remaining && a.resetMs > b.resetMs);
}

/** Where a caller stands after a second admission, of its request's model say. */
export function tighterOf(a: LimitStanding | null, b: LimitStanding | null): LimitStanding | null {
  if (a === null || b === null) return a ?? b;
  const pick = (unit: "requests" | "tokens") => {
    const second = b[unit];
    return second !== null && isTighter(second, a[unit]) ? second : a[unit];
  };
  return { requests: pick("requests"), tokens: pick("tokens") };
}
