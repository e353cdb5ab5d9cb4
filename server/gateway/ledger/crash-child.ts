import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createLedger } from "./create-ledger";
import { createFileStore } from "./file-store";
import { finishOf, intentOf, openingOf, settlementOf } from "./ledger-fixtures";

/**
 * A gateway reduced to its ledger, run by the crash test and killed by it: serves requests as fast as it can, writes to `upstream.log`
 * each attempt it would have sent ("sent <id>") and each settlement that must survive ("settled <id>").
 */
const [directory = "", prefix = "", seed = "1"] = process.argv.slice(2);
const upstream = openSync(join(directory, "upstream.log"), "a");
let state = Number(seed);

/** Reproducible pseudo-random numbers in [0, 1): mulberry32. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

const store = createFileStore(join(directory, "store.jsonl"), { failureShare: 0.2, random });
const ledger = await createLedger({ dataDir: directory, store, log: () => undefined });

let served = 0;
async function client(): Promise<void> {
  for (;;) {
    const id = `${prefix}-${served++}`;
    const opening = openingOf(`r-${id}`);
    const tries = random() < 0.2 ? 2 : 1;
    const settlements = [];
    for (let sequence = 1; sequence <= tries; sequence++) {
      const intent = intentOf(`a-${id}-${sequence}`, `r-${id}`, { sequence });
      await ledger.open(opening, intent);
      writeSync(upstream, `sent ${intent.attemptId}\n`);
      if (random() < 0.3) ledger.progress(intent, { outputTokens: 1 });
      await turn(Math.floor(random() * 20));
      const settlement = settlementOf(intent);
      ledger.settle(settlement);
      settlements.push(settlement);
    }
    await turn(2);
    for (const { attemptId } of settlements) writeSync(upstream, `settled ${attemptId}\n`);
    ledger.finish(finishOf(opening, settlements));
  }
}

async function turn(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

await Promise.all(Array.from({ length: 200 }, client));
