import { expect, it } from "vitest";
import { fromAmount, toAmount } from "./alert-amount";

it("reads and writes each metric in its unit", () => {
  expect(fromAmount("spend", "12.5")).toBe("12500000000");
  expect(toAmount("spend", "12500000000")).toBe("12.5");
  expect(fromAmount("error_rate", "2.25")).toBe("225");
  expect(toAmount("error_rate", "225")).toBe("2.25");
  expect(fromAmount("p95_latency", "2000")).toBe("2000");
  expect(toAmount("unpriced_requests", "7")).toBe("7");
});

it("takes nothing for an amount that is none", () => {
  for (const text of ["", "-1", "1e3", "100.01", "abc", "1,5"]) expect(fromAmount("error_rate", text)).toBeUndefined();
  expect(fromAmount("p95_latency", "1.5")).toBeUndefined();
});
