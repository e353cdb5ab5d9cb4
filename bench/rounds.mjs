export const CONNECTIONS = [1, 64, 256];
export const STREAMS = [1, 16];
const WARM_UP_SECONDS = 3;

/**
 * Measures each running target in turn, and all of them again in the next round: a machine that is slower for a while is slower for everybody. Each
 * measure's results are gathered under its name, one for each round; `failures` says by target why one was left out.
 */
export async function runRounds({ targets, measures, rounds, onProgress, isOver }) {
  const results = new Map(targets.map(({ id }) => [id, emptyResult()]));
  const failures = new Map();
  /** One that breaks is left out from then on; the others go on. */
  const attempt = async (target, run) => {
    if (failures.has(target.id)) return;
    try {
      await run();
    } catch (error) {
      if (isOver()) throw error;
      failures.set(target.id, error.message);
      onProgress(`${target.id} is left out: ${error.message}`);
    }
  };
  for (const target of targets) {
    onProgress(`warming up ${target.id}`);
    await attempt(target, async () => {
      await measures.throughput(target.calls.chat, 64, WARM_UP_SECONDS);
      await measures.chunks(target.calls, 1);
      await target.drain?.();
    });
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const target of targets) {
      onProgress(`round ${round} of ${rounds}: ${target.id}`);
      await attempt(target, () => measureTarget(target, measures, results.get(target.id)));
    }
  }
  return { results, failures };
}

function emptyResult() {
  const lists = (names) => Object.fromEntries(names.map((name) => [name, []]));
  return {
    throughput: lists(CONNECTIONS),
    latency: [],
    firstToken: [],
    chunks: lists(STREAMS),
    bursts: [],
    drains: [],
    errors: 0,
  };
}

async function measureTarget({ calls, drain }, measures, result) {
  for (const connections of CONNECTIONS) {
    const measured = await measures.throughput(calls.chat, connections);
    result.throughput[connections].push(measured.perSecond);
    result.errors += measured.errors;
    // What is still to be recorded would slow down whoever is measured next.
    if (drain) result.drains.push({ connections, ...(await drain()) });
  }
  const latency = await measures.latency(calls.chat);
  const firstToken = await measures.firstToken(calls);
  result.latency.push(latency);
  result.firstToken.push(firstToken);
  result.errors += latency.errors + firstToken.errors;
  for (const streams of STREAMS) {
    const measured = await measures.chunks(calls, streams);
    result.chunks[streams].push(measured.chunksPerSecond);
    result.errors += measured.errors;
  }
  const burst = await measures.chunks(calls, 1, "once");
  result.bursts.push(burst.chunksPerSecond);
  result.errors += burst.errors;
  await drain?.();
}
