import { formatNanoUsd } from "@/lib/contracts/money";

const PICO_PER_USD = 1_000_000_000_000n;
const PICO_PER_NANO = 1_000n;

/** Pico-USD as an exact decimal in USD, trailing zeros trimmed: "1500" → "0.0000000015". */
export function formatPicoUsd(pico: string, locale: string): string {
  const amount = BigInt(pico);
  if (amount % PICO_PER_NANO === 0n) return formatNanoUsd(amount / PICO_PER_NANO, locale);
  const whole = formatNanoUsd((amount / PICO_PER_USD) * 1_000_000_000n, locale);
  const fraction = (amount % PICO_PER_USD).toString().padStart(12, "0").replace(/0+$/, "");
  const point = new Intl.NumberFormat(locale).formatToParts(0.5).find((part) => part.type === "decimal")?.value ?? ".";
  return whole + point + fraction;
}
