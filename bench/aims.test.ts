import { describe, expect, it } from "vitest";
import { checkAims } from "./aims.mjs";
import { figuresOf } from "./figures.mjs";

const result = (perSecond: number[], p50: number) => ({
  throughput: { 1: perSecond, 64: perSecond, 256: perSecond },
  latency: perSecond.map(() => ({ p50, p99: p50 * 2, errors: 0 })),
  firstToken: perSecond.map(() => ({ p50, p99: p50 * 2, errors: 0 })),
  chunks: { 1: [90_000], 16: [30_000] },
  bursts: [100_000],
  drains: [],
  errors: 0,
});

/** The second round ran on a machine half as fast. */
const results = {
  direct: result([100_000, 50_000], 0.1),
  raw: result([10_000, 5_000], 0.2),
  sluice: result([8_000, 4_000], 0.3),
  portkey: result([1_000, 500], 1.1),
};

const check = (part: Partial<typeof results>) => {
  const figures = Object.fromEntries(
    Object.entries(part).map(([id, own]) => [id, figuresOf(own, { direct: part.direct, raw: part.raw })]),
  );
  return checkAims({ results: part, figures, memory: 250e6, micro: undefined, conservation: { isExact: false } });
};
const aim = (part: Partial<typeof results>, name: string) => {
  const found = check(part).find((each) => each.name.startsWith(name));
  if (!found) throw new Error(`There is no aim "${name}".`);
  return found;
};

describe("the aims", () => {
  it("compare within a round, so that a slower minute changes no ratio", () => {
    expect(aim(results, "throughput at c=64, × raw")).toMatchObject({ value: 0.8, isMet: true });
    expect(aim(results, "throughput at c=64, × Portkey")).toMatchObject({ value: 8, isMet: true });
  });

  it("count what is added as against no gateway", () => {
    const added = aim(results, "added p50");
    expect(added.value).toBeCloseTo(0.2 / 1);
    expect(added.isMet).toBe(true);
  });

  it("hold streams to the slower of the two figures", () => {
    expect(aim(results, "stream chunks").value).toBe(30_000);
  });

  it("are short, never met, when they were not measured", () => {
    const { sluice, direct } = results;
    expect(aim({ sluice, direct }, "throughput at c=64, × Portkey")).toMatchObject({ value: undefined, isMet: false });
    expect(aim({ sluice, direct }, "resolution")).toMatchObject({ value: undefined, isMet: false });
  });

  it("are short by one record that is missing or there twice", () => {
    expect(aim(results, "requests answered")).toMatchObject({ value: 1, isMet: false });
  });
});
