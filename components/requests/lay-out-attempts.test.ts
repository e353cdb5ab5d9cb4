import { expect, it } from "vitest";
import type { AttemptView } from "@/lib/contracts/request";
import { layOutAttempts } from "./lay-out-attempts";

const attempt = (startMs: number, latencyMs: number, timeToFirstTokenMs: number | null): AttemptView => ({
  id: String(startMs),
  sequence: 1,
  provider: "sandbox",
  providerConfigName: "sandbox",
  model: "m",
  status: "success",
  errorCode: null,
  errorMessage: null,
  upstreamStatus: 200,
  usage: {},
  isUsageEstimated: false,
  isPriced: true,
  priceSource: null,
  costLines: [],
  pricing: { serviceTier: "standard", tier: null, original: null, isEstimate: false },
  costNanoUsd: "0",
  providerCostNanoUsd: null,
  startedAt: new Date(1_000_000 + startMs),
  latencyMs,
  timeToFirstTokenMs,
  isDrill: false,
});

it("lays attempts on one line of time, from the first start to the last end", () => {
  const bars = layOutAttempts([attempt(0, 100, null), attempt(150, 250, 50)]);
  expect(
    bars.map(({ start, length, untilFirstToken, startedAfterMs }) => ({
      start,
      length,
      untilFirstToken,
      startedAfterMs,
    })),
  ).toEqual([
    { start: 0, length: 0.25, untilFirstToken: null, startedAfterMs: 0 },
    { start: 0.375, length: 0.625, untilFirstToken: 0.2, startedAfterMs: 150 },
  ]);
});

it("draws an attempt that took no time without dividing by it", () => {
  expect(layOutAttempts([attempt(0, 0, 0)])).toMatchObject([{ start: 0, length: 0, untilFirstToken: null }]);
  expect(layOutAttempts([])).toEqual([]);
});
