import { isAppError } from "@/lib/contracts/errors";
import { formatPricePerMillion, parsePricePerMillion } from "@/server/gateway/ledger/price-per-million";

/** A price that changes by more than this in one go is a mistake of somebody's until a person says otherwise. */
const MOST_TIMES = 10n;

/** Why a new price is refused; undefined when it may replace the known one. */
export type PriceRefusal = { unit: string; reason: "malformed" | "too_far_off"; known: string; offered: string };

/**
 * Whether a price that a sync or a new catalog brings may replace the known one. Refused where a decimal can't be read (negative, not a number,
 * absurdly large) or where a unit is more than ten times off, either way; to and from 0 counts as that, as a silent 0 also disables budgets.
 */
export function checkPriceChange(
  known: Readonly<Record<string, string>> | null,
  offered: Readonly<Record<string, string>>,
): PriceRefusal | undefined {
  for (const [unit, decimal] of Object.entries(offered)) {
    const next = read(decimal);
    const before = known?.[unit];
    if (next === undefined) return { unit, reason: "malformed", known: before ?? "", offered: decimal.slice(0, 40) };
    const was = before === undefined ? undefined : read(before);
    if (was === undefined || was === next) continue;
    const [low, high] = was < next ? [was, next] : [next, was];
    if (high > low * MOST_TIMES)
      return { unit, reason: "too_far_off", known: formatPricePerMillion(was), offered: formatPricePerMillion(next) };
  }
  return undefined;
}

function read(decimal: string): bigint | undefined {
  try {
    return parsePricePerMillion(decimal);
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
