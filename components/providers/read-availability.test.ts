import { describe, expect, it } from "vitest";
import type { HealthSample } from "@/lib/contracts/provider-health";
import { readAvailability } from "./read-availability";

const NOW = new Date("2026-11-26T12:07:00Z");
const QUARTER_MS = 900_000;

/** `ago` quarters before the present one. */
function sample(ago: number, answered: number, failed = 0, opened = 0): HealthSample {
  const startsAt = new Date(new Date("2026-11-26T12:00:00Z").getTime() - ago * QUARTER_MS);
  return { startsAt, answered, failed, opened, medianLatencyMs: answered > 0 ? 100 : null };
}

describe("availability of a provider", () => {
  it("has one cell for each quarter of the last day, the present one last", () => {
    const { cells, answeredPerMille, incidents } = readAvailability([], NOW);
    expect(cells).toHaveLength(96);
    expect(cells.at(-1)?.startsAt).toEqual(new Date("2026-11-26T12:00:00Z"));
    expect(cells[0]?.startsAt).toEqual(new Date("2026-11-25T12:15:00Z"));
    expect([answeredPerMille, incidents]).toEqual([null, 0]);
  });

  it("says which share of the calls was answered, and never 100 % when one was not", () => {
    expect(readAvailability([sample(3, 992, 8)], NOW).answeredPerMille).toBe(992);
    expect(readAvailability([sample(3, 99_999, 1)], NOW).answeredPerMille).toBe(999);
    expect(readAvailability([sample(3, 5)], NOW).answeredPerMille).toBe(1_000);
  });

  it("leaves out what lies more than a day back", () => {
    expect(readAvailability([sample(96, 0, 50)], NOW)).toMatchObject({ answeredPerMille: null, incidents: 0 });
  });

  it("calls a quarter bad when a fifth of its calls failed or a circuit opened, impaired from a twentieth on", () => {
    const states = [sample(3, 96, 4), sample(2, 95, 5), sample(1, 80, 20), sample(0, 99, 1, 1)];
    expect(
      readAvailability(states, NOW)
        .cells.slice(-4)
        .map(({ state }) => state),
    ).toEqual(["good", "impaired", "bad", "bad"]);
  });

  it("counts an outage once, also over quarters in which calls were held back, and another after an answer anew", () => {
    const samples = [sample(9, 0, 5), sample(6, 0, 1), sample(4, 10), sample(2, 0, 5), sample(1, 1, 9)];
    expect(readAvailability(samples, NOW).incidents).toBe(2);
  });
});
