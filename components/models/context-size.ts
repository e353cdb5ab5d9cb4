const STEPS = [
  { suffix: "M", binary: 1024 * 1024, decimal: 1_000_000 },
  { suffix: "K", binary: 1024, decimal: 1_000 },
];

/** A context window as its vendors write it, in every language: 131072 and 128000 are "128K", 1048576 and 1000000 are "1M". */
export function formatContextSize(tokens: number): string {
  for (const { suffix, binary, decimal } of STEPS) {
    if (tokens < decimal) continue;
    // 128000 is a multiple of both: whole thousands go first.
    const isBinary = tokens % decimal !== 0 && tokens % binary === 0;
    const size = tokens / (isBinary ? binary : decimal);
    return `${Math.round(size * 10) / 10}${suffix}`;
  }
  return String(tokens);
}
