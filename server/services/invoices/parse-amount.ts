const NANO_DIGITS = 9;
const AMOUNT = /^(-?)(\d{1,12})(?:\.(\d{1,30}))?(?:e([+-]?\d{1,2}))?$/i;

/** USD as vendors write it ("0.8958740000000000", "1.5e-05") as nano-USD, rounded half away from zero; undefined when it is none. */
export function parseAmount(text: string): bigint | undefined {
  const match = AMOUNT.exec(text.trim().replace(/^\$/, ""));
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  // The digits, and how many of them stand after the point once it is moved.
  const digits = whole + fraction;
  const after = fraction.length - Number(exponent) - NANO_DIGITS;
  const nano =
    after <= 0 ? BigInt(digits) * 10n ** BigInt(-after) : divideRounded(BigInt(digits), 10n ** BigInt(after));
  return sign === "-" ? -nano : nano;
}

function divideRounded(value: bigint, by: bigint): bigint {
  return (value + by / 2n) / by;
}
