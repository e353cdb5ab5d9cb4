import { ratio } from "./figures.mjs";

const MB = 1_000_000;

/**
 * What Sluice is held to: each aim with the value reached and whether that is enough; `value` undefined when a run did not measure it. `results`
 * are by target, `figures` too, `memory` is the gateway process's maximum in bytes.
 */
export function checkAims({ results, figures, memory, micro, conservation }) {
  const own = figures.sluice;
  const peer = figures.portkey;
  const ofPortkey = ratio(results.sluice?.throughput[64], results.portkey?.throughput[64]);
  const chunks = own && Math.min(...Object.values(own.chunksPerSecond));
  return [
    atLeast("throughput at c=64, × Portkey", 6, ofPortkey),
    atLeast("throughput at c=64, × raw proxy", 0.6, own?.ofRaw[64]),
    atMost("added p50 at c=1, × Portkey's", 0.5, own && peer && own.addedP50Ms / peer.addedP50Ms),
    atMost("added time to first token, ms p50", 0.5, own?.addedFirstTokenMs),
    atLeast("stream chunks a second", 20_000, chunks),
    atMost("resident memory under load, MB", 300, memory && memory / MB),
    atMost("resolution, ms p99", 0.1, micro?.resolution.p99Ms),
    atMost("resolution after a change, ms p99", 20, micro?.resolutionCold?.p99Ms),
    atMost("routing over 1,000 models, ms p99", 1, micro?.routing.p99Ms),
    atMost("requests answered but not in Postgres exactly once", 0, conservation && Number(!conservation.isExact)),
  ].map((aim) => ({ ...aim, value: Number.isFinite(aim.value) ? aim.value : undefined }));
}

function atLeast(name, bound, value) {
  return { name, wanted: `≥ ${bound}`, value, isMet: value >= bound };
}

function atMost(name, bound, value) {
  return { name, wanted: `≤ ${bound}`, value, isMet: value <= bound };
}
