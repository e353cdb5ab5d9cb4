import { type HealthSample, SAMPLE_MS, SAMPLES_SHOWN } from "@/lib/contracts/provider-health";

/** `good`: nearly all calls were answered. `impaired`: one in twenty failed. `bad`: one in five did, or a circuit opened. */
export type CellState = "idle" | "good" | "impaired" | "bad";

export interface AvailabilityCell {
  startsAt: Date;
  state: CellState;
  /** Null of a quarter without calls. */
  sample: HealthSample | null;
}

export interface Availability {
  /** One for each quarter of an hour, the oldest first. */
  cells: AvailabilityCell[];
  /** Of all calls, those that were answered: in thousandths, rounded down so that a failure never reads as 100 %. Null without calls. */
  answeredPerMille: number | null;
  /** Runs of bad quarters. A quarter without calls does not end one: calls that are held back are none. */
  incidents: number;
}

const IMPAIRED_FROM = 0.05;
const BAD_FROM = 0.2;

/** The last 24 hours in quarters of an hour. */
export function readAvailability(samples: readonly HealthSample[], now: Date): Availability {
  const lastMs = Math.floor(now.getTime() / SAMPLE_MS) * SAMPLE_MS;
  const byStart = new Map(samples.map((sample) => [sample.startsAt.getTime(), sample]));
  const cells = Array.from({ length: SAMPLES_SHOWN }, (_, index): AvailabilityCell => {
    const startsAt = new Date(lastMs - (SAMPLES_SHOWN - 1 - index) * SAMPLE_MS);
    const sample = byStart.get(startsAt.getTime()) ?? null;
    return { startsAt, sample, state: stateOf(sample) };
  });
  const shown = cells.flatMap(({ sample }) => sample ?? []);
  const answered = shown.reduce((sum, sample) => sum + sample.answered, 0);
  const calls = answered + shown.reduce((sum, sample) => sum + sample.failed, 0);
  return {
    cells,
    answeredPerMille: calls === 0 ? null : Math.floor((answered / calls) * 1_000),
    incidents: countIncidents(cells),
  };
}

function stateOf(sample: HealthSample | null): CellState {
  const calls = sample ? sample.answered + sample.failed : 0;
  if (sample === null || calls === 0) return "idle";
  const share = sample.failed / calls;
  if (sample.opened > 0 || share >= BAD_FROM) return "bad";
  return share >= IMPAIRED_FROM ? "impaired" : "good";
}

function countIncidents(cells: readonly AvailabilityCell[]): number {
  let count = 0;
  let isUnderWay = false;
  for (const { state } of cells) {
    if (state === "bad" && !isUnderWay) count += 1;
    if (state !== "idle") isUnderWay = state === "bad";
  }
  return count;
}
