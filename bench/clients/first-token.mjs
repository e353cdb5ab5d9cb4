// Streams one after the other, the time from the request to the first word of each: `node first-token.mjs '{"call", "warmUp", "count"}'`.
import { openConnection, requestBytes } from "./connection.mjs";
import { createWordCounter } from "./count-words.mjs";
import { summarise } from "./percentile.mjs";

const { call, warmUp, count, word } = JSON.parse(process.argv[2]);
const bytes = requestBytes(call);
const connection = await openConnection(call.port);
const times = [];
let errors = 0;
for (let n = -warmUp; n < count; n += 1) {
  const words = createWordCounter(word);
  let firstAtMs;
  const startedAtMs = performance.now();
  const status = await connection.send(bytes, (piece) => {
    if (firstAtMs === undefined && words.push(piece) > 0) firstAtMs = performance.now();
  });
  if (status !== 200 || firstAtMs === undefined) errors += 1;
  else if (n >= 0) times.push(firstAtMs - startedAtMs);
}
connection.close();
console.log(JSON.stringify({ ...summarise(times), errors }));
