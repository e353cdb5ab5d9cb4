import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { intentOf, settlementOf } from "./ledger-fixtures";
import { attemptRow } from "./ledger-row";
import { createStoreWriter } from "./store-writer";

const rows = ["a", "b", "c", "d"].map((id) => attemptRow(settlementOf(intentOf(id, `request of ${id}`))));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Writes the rows to a store that fails so many times and then takes all but one. */
async function write(failures: number, bad?: string) {
  let left = failures;
  const taken = new Set<string>();
  const writer = createStoreWriter({
    clock: Date.now,
    log: () => undefined,
    store: {
      async write({ attempts }) {
        left -= 1;
        const batch = attempts.toString();
        if (left >= 0 || (bad !== undefined && batch.includes(`"request of ${bad}"`))) throw new Error("refused");
        for (const id of ["a", "b", "c", "d"]) if (batch.includes(`"request of ${id}"`)) taken.add(id);
      },
    },
  });
  const writing = writer.write(rows);
  await vi.runAllTimersAsync();
  const refused = await writing;
  return { taken: [...taken].toSorted(), refused: refused?.map((row) => rows.indexOf(row)) };
}

it("takes no row for a bad one that was tried while the database was away", async () => {
  expect(await write(5)).toEqual({ taken: ["a", "b", "c", "d"], refused: [] });
});

it("gives back the one row that the database refuses while it takes the others, wherever it stands", async () => {
  expect(await write(0, "a")).toEqual({ taken: ["b", "c", "d"], refused: [0] });
  expect(await write(0, "d")).toEqual({ taken: ["a", "b", "c"], refused: [3] });
});

it("says that it wrote nothing where the database takes nothing", async () => {
  expect(await write(100)).toEqual({ taken: [], refused: undefined });
});
