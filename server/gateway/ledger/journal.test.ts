import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createJournal, type Journal, type Waiting } from "./journal";

let root: string;
let journal: Journal;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sluice-journal-"));
  journal = createJournal({
    root,
    writerId: "writer",
    clock: Date.now,
    log: () => undefined,
    onRecovered: () => undefined,
  });
});

afterEach(async () => {
  await journal.close();
  rmSync(root, { recursive: true, force: true });
});

/** What happens, in order, when so many records come within one turn of the event loop. */
async function happenings(count: number, waiting: Waiting): Promise<string[]> {
  const events: string[] = [];
  const turn = new Promise<void>((resolve) =>
    setImmediate(() => {
      events.push("turn over");
      setImmediate(resolve);
    }),
  );
  const fate = { onWritten: () => events.push("written"), onFailed: () => events.push("failed") };
  for (let index = 0; index < count; index++) journal.append(`{"index":${index}}`, fate, waiting);
  events.push("appended");
  await turn;
  return events;
}

const written = (count: number) => Array.from({ length: count }, () => "written");

describe("the journal", () => {
  it("writes what a turn brings at its end", async () => {
    expect(await happenings(3, "call")).toEqual(["appended", "turn over", ...written(3)]);
    expect(await happenings(100, "nobody")).toEqual(["appended", "turn over", ...written(100)]);
  });

  it("writes for a lone call at once, and never before append has returned", async () => {
    expect(await happenings(1, "lone call")).toEqual(["appended", ...written(1), "turn over"]);
  });

  it("writes calls that wait as soon as eight have come together, and never before append has returned", async () => {
    expect(await happenings(8, "call")).toEqual(["appended", ...written(8), "turn over"]);
    expect(await happenings(8, "call")).toEqual(["appended", ...written(8), "turn over"]);
  });
});
