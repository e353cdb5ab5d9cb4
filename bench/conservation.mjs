/** USD per million of 0.15 in and 0.60 out, 12 and 8 tokens: in nano-USD. */
const COST_NANO_USD = 6_600n;
const TOKENS = 20;

/**
 * Sends an exact number of requests, waits until the ledger is drained and compares with what Postgres holds: requests, attempts, tokens and money,
 * none missing and none twice.
 */
export async function checkConservation({ target, measures, requests }) {
  await target.drain();
  const since = new Date();
  const load = await measures.exactly(target.calls.chat, requests);
  const { rowsBehind, drainMs } = await target.drain();
  const rows = await target.countRows(since);
  const answered = load.requests;
  const isExact =
    rows.requests === answered &&
    rows.attempts === answered &&
    rows.tokens === answered * TOKENS &&
    rows.costNanoUsd === BigInt(answered) * COST_NANO_USD;
  return { answered, errors: load.errors, perSecond: load.perSecond, rowsBehind, drainMs, rows, isExact };
}
