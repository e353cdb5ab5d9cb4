const CENT = 10_000_000n;
const DOLLAR = 1_000_000_000n;
const SIGNIFICANT = 10_000n;

/** Nano-USD rounded for reading: to the cent from $1 up, to a hundredth of a cent from $0.01 up, below that to four significant digits. */
export function roundNanoUsd(nano: bigint): bigint {
  if (nano < 0n) return -roundNanoUsd(-nano);
  const step = stepOf(nano);
  return ((nano + step / 2n) / step) * step;
}

function stepOf(nano: bigint): bigint {
  if (nano >= DOLLAR) return CENT;
  if (nano >= CENT) return CENT / 100n;
  let step = 1n;
  while (nano / step >= SIGNIFICANT) step *= 10n;
  return step;
}
