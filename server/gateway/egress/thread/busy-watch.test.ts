import { performance } from "node:perf_hooks";
import { expect, it, vi } from "vitest";
import { createBusyWatch } from "./busy-watch";

function keepBusy(durationMs: number): void {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}

it("finds the loop busy after it was kept so, and calm once it rests", async () => {
  const isBusy = createBusyWatch();
  expect(isBusy()).toBe(false);
  // Utilization is counted from one turn of the loop to the next.
  await vi.waitFor(
    async () => {
      keepBusy(80);
      await new Promise((resolve) => setImmediate(resolve));
      expect(isBusy()).toBe(true);
    },
    { timeout: 5_000, interval: 1 },
  );
  await vi.waitFor(() => expect(isBusy()).toBe(false), { timeout: 5_000, interval: 60 });
});
