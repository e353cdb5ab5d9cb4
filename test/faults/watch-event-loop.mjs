// Loaded into a server process with --import: writes how late its event loop was, in milliseconds, a line a second.
import { appendFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const EVERY_MS = 20;
const file = process.env.SLUICE_TEST_LAG_FILE;

if (file !== undefined) {
  let lags = [];
  let dueAt = performance.now() + EVERY_MS;
  const tick = () => {
    const now = performance.now();
    lags.push(Math.max(0, now - dueAt));
    dueAt = now + EVERY_MS;
    if (lags.length >= 1_000 / EVERY_MS) {
      appendFileSync(file, `${lags.map((lag) => lag.toFixed(1)).join(" ")}\n`);
      lags = [];
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
