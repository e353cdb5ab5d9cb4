import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createLedger } from "./create-ledger";
import { createFileStore, readStoredRows } from "./file-store";
import { readFrames } from "./journal-frame";

const CHILD = fileURLToPath(new URL("./crash-child.ts", import.meta.url));

/** Killed at a moment that depends on how far it has come, so each seed dies elsewhere. */
async function runAndKill(directory: string, prefix: string, seed: number): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", CHILD, directory, prefix, String(seed)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const sentBefore = linesOf(directory, "sent").length;
  const sentMore = () => linesOf(directory, "sent").length - sentBefore;
  await expect.poll(sentMore, { timeout: 20_000, interval: 3 }).toBeGreaterThan(200 + ((seed * 7919) % 3_000));
  child.kill("SIGKILL");
  await once(child, "exit");
}

function linesOf(directory: string, word: string): string[] {
  const path = join(directory, "upstream.log");
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.startsWith(`${word} `))
    .map((line) => line.slice(word.length + 1));
}

/** A kill may tear the write() it hits: nothing of it was acknowledged. Damage anywhere but at a file's end would be a fault of ours. */
function countTornEnds(directory: string): number {
  let torn = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.name.endsWith(".seg")) continue;
    const tornBefore = torn;
    const countTorn = () => {
      torn += 1;
    };
    for (const payload of readFrames(readFileSync(join(entry.parentPath, entry.name)), countTorn)) {
      if (torn > tornBefore)
        throw new Error(`${entry.name} is damaged before its end, then goes on with ${payload.slice(0, 80)}`);
    }
  }
  return torn;
}

describe("kill -9 of a working process", () => {
  it.each([1, 2, 3, 4, 5])(
    "charges every attempt sent upstream exactly once, twice killed in a row (seed %i)",
    async (seed) => {
      const directory = mkdtempSync(join(tmpdir(), "sluice-crash-"));
      try {
        await runAndKill(directory, "first", seed);
        await runAndKill(directory, "second", seed + 100);
        const torn = countTornEnds(join(directory, "journal"));
        const path = join(directory, "store.jsonl");
        const ledger = await createLedger({
          dataDir: directory,
          store: createFileStore(path, { failureShare: 0, random: () => 0 }),
          log: () => undefined,
        });
        await ledger.flush();
        await ledger.close();

        const rows = readStoredRows(path);
        const attempts = new Map(rows.filter((row) => row.kind === "attempt").map((row) => [row.id, row]));
        const requests = new Map(rows.filter((row) => row.kind === "request").map((row) => [row.id, row]));
        const sent = linesOf(directory, "sent");
        expect(sent.length).toBeGreaterThan(200);
        expect(sent.filter((id) => !attempts.has(id))).toEqual([]);
        expect(attempts.size + requests.size).toBe(rows.length);
        for (const id of linesOf(directory, "settled"))
          expect(attempts.get(id)).toMatchObject({ status: "success", costNanoUsd: "4500" });
        for (const { id, status } of attempts.values()) {
          expect(["success", "interrupted"]).toContain(status);
          expect(requests.has(id.replace(/^a-(.*)-\d+$/, "r-$1"))).toBe(true);
        }
        expect([...attempts.values()].some((row) => row.status === "interrupted")).toBe(true);
        expect(ledger.stats()).toMatchObject({ corruptRecords: torn, pendingRows: 0, refusedRows: 0 });
        expect(readdirSync(join(directory, "journal"))).toEqual([]);
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
    60_000,
  );
});
