// Long streams side by side: `node chunks.mjs '{"call", "streams", "chunks", "word", "limitMs"}'`. Prints the chunks that came in a second,
// over whole streams or, when they take longer than `limitMs`, over that time.
import { openConnection, requestBytes } from "./connection.mjs";
import { createWordCounter } from "./count-words.mjs";

const { call, streams, chunks, word, limitMs } = JSON.parse(process.argv[2]);
const bytes = requestBytes(call);
const connections = await Promise.all(Array.from({ length: streams }, () => openConnection(call.port)));
const counters = connections.map(() => createWordCounter(word));
let errors = 0;
let isOver = false;
const startedAtMs = performance.now();
const whole = Promise.all(
  connections.map(async (connection, index) => {
    const counter = counters[index];
    try {
      const status = await connection.send(bytes, (piece) => counter.push(piece));
      if (status !== 200 || counter.count() !== chunks) errors += 1;
    } catch (error) {
      if (!isOver) throw error; // What we cut off ourselves is no error.
    }
  }),
);
let timer;
const limit = new Promise((resolve) => {
  timer = setTimeout(resolve, limitMs);
});
await Promise.race([whole, limit]);
const seconds = (performance.now() - startedAtMs) / 1000;
const received = counters.reduce((sum, counter) => sum + counter.count(), 0);
isOver = true;
clearTimeout(timer);
for (const connection of connections) connection.close();
await whole;
console.log(JSON.stringify({ chunksPerSecond: received / seconds, errors }));
