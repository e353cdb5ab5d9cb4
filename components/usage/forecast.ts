export interface Forecast {
  expected: number;
  /** The ends of the band that holds four of five outcomes, if the days to come vary as those before did. */
  low: number;
  high: number;
}

/** Standard deviations that hold the middle 80 % of a normal distribution. */
const SPREAD = 1.2816;
const FEWEST = 3;

/**
 * What a sum comes to at the end of a period, from its whole buckets so far and how many buckets are left, the running one among them. The
 * pace is the mean; the band widens with the root of what is left. Null while there is too little to go by.
 */
export function forecastSum(whole: readonly number[], running: number, left: number): Forecast | null {
  if (whole.length < FEWEST || left <= 0) return null;
  const sum = whole.reduce((total, value) => total + value, 0);
  const mean = sum / whole.length;
  const variance = whole.reduce((total, value) => total + (value - mean) ** 2, 0) / (whole.length - 1);
  const spread = SPREAD * Math.sqrt(variance * left);
  const floor = sum + running;
  const expected = Math.max(floor, sum + mean * left);
  return { expected, low: Math.max(floor, expected - spread), high: expected + spread };
}
