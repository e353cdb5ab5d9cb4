const REQUESTS = 1_000_000;
const SLICE_SECONDS = 5;
const MARKS = [0.1, 0.5, 1];

/** A million requests without a pause: Sluice's memory after a tenth, a half and all of them, and what was not yet in Postgres. */
export async function runMillion({ target, measures, memory, onProgress, requests = REQUESTS }) {
  const startedAtMs = Date.now();
  const marks = [];
  let answered = 0;
  let errors = 0;
  while (answered < requests) {
    const slice = await measures.throughput(target.calls.chat, 64, SLICE_SECONDS);
    if (slice.requests === 0) throw new Error("Sluice answered nothing more.");
    answered += slice.requests;
    errors += slice.errors;
    onProgress(`${answered} of ${requests}`);
    while (marks.length < MARKS.length && answered >= requests * MARKS[marks.length]) {
      marks.push({ share: MARKS[marks.length], answered, ...memory.now() });
    }
  }
  const seconds = (Date.now() - startedAtMs) / 1000;
  return { answered, errors, seconds, marks, ...(await target.drain()) };
}
