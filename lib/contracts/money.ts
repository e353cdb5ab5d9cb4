const NANO_DIGITS = 9;
const NANO_PER_USD = 1_000_000_000n;

/**
 * Nano-USD as an exact decimal in USD without a currency sign, trailing zeros trimmed: 12345n → "0.000012345", 2500000000n → "2.5".
 * With a `locale` the digits are grouped and the point drawn as that locale does; without one the result is plain, as headers and JSON need it.
 */
export function formatNanoUsd(nano: bigint | string, locale?: string): string {
  const amount = BigInt(nano);
  const magnitude = amount < 0n ? -amount : amount;
  const whole = magnitude / NANO_PER_USD;
  const fraction = withoutZerosBehind((magnitude % NANO_PER_USD).toString().padStart(NANO_DIGITS, "0"));
  const sign = amount < 0n ? "-" : "";
  const drawnWhole = locale === undefined ? whole.toString() : new Intl.NumberFormat(locale).format(whole);
  return fraction === "" ? sign + drawnWhole : sign + drawnWhole + pointOf(locale) + fraction;
}

function withoutZerosBehind(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charAt(end - 1) === "0") end -= 1;
  return digits.slice(0, end);
}

/** A decimal in USD ("12.5", at most nine digits after the point) as nano-USD; `undefined` when it is not one. */
export function parseUsd(decimal: string): bigint | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(decimal.trim());
  if (!match) return undefined;
  const [, whole = "0", fraction = ""] = match;
  return BigInt(whole) * NANO_PER_USD + BigInt(fraction.padEnd(NANO_DIGITS, "0"));
}

function pointOf(locale: string | undefined): string {
  if (locale === undefined) return ".";
  return new Intl.NumberFormat(locale).formatToParts(0.5).find((part) => part.type === "decimal")?.value ?? ".";
}
