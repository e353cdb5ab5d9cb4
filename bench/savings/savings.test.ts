import { expect, it } from "vitest";
import { compare, savingOf } from "./compare";
import { LINE_UP, tenantWith } from "./line-up";
import { generateWorkload, TASKS } from "./workload";

it("the workload is the same for the same seed, and has the mix and the sizes that it publishes", () => {
  const requests = [...generateWorkload(20_000, 1)];
  expect([...generateWorkload(20_000, 1)]).toEqual(requests);
  expect([...generateWorkload(100, 2)]).not.toEqual(requests.slice(0, 100));
  expect(TASKS.reduce((sum, { share }) => sum + share, 0)).toBe(100);
  for (const task of TASKS) {
    const own = requests.filter((request) => request.task === task);
    expect(own.length / requests.length).toBeCloseTo(task.share / 100, 1);
    const sizes = own.map(({ inputTokens }) => inputTokens).toSorted((a, b) => a - b);
    const median = sizes[sizes.length >> 1] ?? 0;
    expect(median / task.inputTokens).toBeGreaterThan(0.9);
    expect(median / task.inputTokens).toBeLessThan(1.1);
  }
});

it("routing by the tier a task needs saves 30 % and more, something with each vendor alone, and puts no task below its tier", () => {
  const saved = (vendors: readonly string[]) => {
    const run = compare(tenantWith(vendors), generateWorkload(2_000, 1));
    expect(run.belowTier).toBe(0);
    return savingOf(run);
  };
  expect(saved(Object.keys(LINE_UP))).toBeGreaterThan(0.3);
  for (const vendor of Object.keys(LINE_UP)) expect(saved([vendor])).toBeGreaterThan(0.2);
});
