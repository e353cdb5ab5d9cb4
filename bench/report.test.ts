import { describe, expect, it } from "vitest";
import { closingLine, report } from "./report.mjs";

const aim = (name: string, value: number | undefined, isMet: boolean) => ({ name, wanted: "≥ 1", value, isMet });
const nothing = {
  rows: [],
  absent: [],
  results: {},
  figures: {},
  memory: {},
  aims: [aim("speed", 2, true), aim("thrift", 0.5, false), aim("calm", undefined, false)],
  micro: undefined,
  conservation: undefined,
  million: undefined,
  setUp: { Node: "v20" },
};

describe("the report", () => {
  it("ends with how many aims were met, of those that were measured", () => {
    expect(closingLine(nothing)).toBe("1 of 2 aims met, 1 not measured");
  });

  it("tells aims that are short from those that were not measured", () => {
    const lines = report(nothing).split("\n");
    expect(lines.find((line: string) => line.startsWith("| thrift"))).toContain("short");
    expect(lines.find((line: string) => line.startsWith("| calm"))).toContain("not measured");
  });

  it("leaves out what was not done, and says what could not be measured", () => {
    expect(report(nothing)).not.toContain("A million requests");
    const figures = { direct: { throughput: {}, ofRaw: {}, chunksPerSecond: {}, errors: 0 } };
    const absent = [{ label: "Bifrost", reason: "it is not to be had." }];
    const text = report({ ...nothing, rows: [{ id: "direct", label: "no gateway" }], figures, absent });
    expect(text).toContain("Bifrost could not be measured: it is not to be had.");
  });

  it("shows the memory along a million requests", () => {
    const marks = [{ share: 0.1, answered: 100_400, gateway: 250e6, database: 80e6 }];
    const million = { marks, answered: 1_000_400, errors: 0, seconds: 120, rowsBehind: 7, drainMs: 900 };
    const text = report({ ...nothing, million });
    expect(text).toContain("| 10 %       | 100,400  | 250 MB + 80 MB Postgres |");
    expect(text).toContain(
      "1,000,400 requests in 120 s, 0 errors; 7 rows behind at the end, all in Postgres 0.9 s later.",
    );
  });

  it("shouts when Postgres does not hold what was answered", () => {
    const rows = { requests: 9, attempts: 9, tokens: 180, costNanoUsd: 59_400n };
    const text = report({ ...nothing, conservation: { answered: 10, errors: 0, rows, isExact: false } });
    expect(text).toContain("NOT what was answered");
  });
});
