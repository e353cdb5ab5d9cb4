// One request after the other over one connection: `node latency.mjs '{"call", "warmUp", "count"}'`. Prints milliseconds as JSON.
import { openConnection, requestBytes } from "./connection.mjs";
import { summarise } from "./percentile.mjs";

const { call, warmUp, count } = JSON.parse(process.argv[2]);
const bytes = requestBytes(call);
const connection = await openConnection(call.port);
const times = [];
let errors = 0;
for (let n = -warmUp; n < count; n += 1) {
  const startedAtMs = performance.now();
  const status = await connection.send(bytes);
  const tookMs = performance.now() - startedAtMs;
  if (status !== 200) errors += 1;
  else if (n >= 0) times.push(tookMs);
}
connection.close();
console.log(JSON.stringify({ ...summarise(times), errors }));
