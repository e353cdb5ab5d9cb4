import { median } from "./median.mjs";
import { CONNECTIONS, STREAMS } from "./rounds.mjs";

/**
 * One row of the table: medians over the rounds, what is added as against no gateway, and throughput as a multiple of the raw proxy's. Differences
 * and ratios are taken within a round, where the machine was the same. Undefined where there is nothing to compare with.
 */
export function figuresOf(result, { direct, raw }) {
  const throughput = Object.fromEntries(CONNECTIONS.map((c) => [c, median(result.throughput[c] ?? [])]));
  return {
    throughput,
    ofRaw: Object.fromEntries(CONNECTIONS.map((c) => [c, ratio(result.throughput[c], raw?.throughput[c])])),
    addedP50Ms: added(result.latency, direct?.latency, "p50"),
    addedP99Ms: added(result.latency, direct?.latency, "p99"),
    addedFirstTokenMs: added(result.firstToken, direct?.firstToken, "p50"),
    chunksPerSecond: Object.fromEntries(STREAMS.map((n) => [n, median(result.chunks[n] ?? [])])),
    burstChunksPerSecond: median(result.bursts),
    errors: result.errors,
  };
}

/** The median over the rounds of one measure as a multiple of another. */
export function ratio(ones = [], others = []) {
  return median(ones.map((one, round) => one / others[round]));
}

function added(ones, others = [], name) {
  return median(ones.map((one, round) => one[name] - others[round]?.[name]));
}
