// Load without wrk, and load of an exact number of requests, each of which gets its answer: `node load.mjs '{"call", "connections", "seconds" or "requests"}'`.
import { openConnection, requestBytes } from "./connection.mjs";
import { summarise } from "./percentile.mjs";

const { call, connections, seconds, requests = Number.POSITIVE_INFINITY } = JSON.parse(process.argv[2]);
const bytes = requestBytes(call);
const times = [];
let sent = 0;
let errors = 0;
const open = await Promise.all(Array.from({ length: connections }, () => openConnection(call.port)));
const startedAtMs = performance.now();
const endsAtMs = seconds === undefined ? Number.POSITIVE_INFINITY : startedAtMs + seconds * 1000;
await Promise.all(
  open.map(async (connection) => {
    while (sent < requests) {
      const sentAtMs = performance.now();
      if (sentAtMs >= endsAtMs) break;
      sent += 1;
      const status = await connection.send(bytes);
      if (status === 200) times.push(performance.now() - sentAtMs);
      else errors += 1;
    }
    connection.close();
  }),
);
const tookSeconds = (performance.now() - startedAtMs) / 1000;
console.log(
  JSON.stringify({ requests: times.length, perSecond: times.length / tookSeconds, errors, ...summarise(times) }),
);
