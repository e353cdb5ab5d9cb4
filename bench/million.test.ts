import { expect, it } from "vitest";
import { runMillion } from "./million.mjs";

it("notes the memory after a tenth, a half and all of the requests, and goes on until they are answered", async () => {
  let answered = 0;
  const measured = await runMillion({
    requests: 1_000,
    target: { calls: { chat: {} }, drain: async () => ({ rowsBehind: 3, drainMs: 10 }) },
    measures: {
      throughput: async () => {
        answered += 300;
        return { requests: 300, errors: 1 };
      },
    },
    memory: { now: () => ({ gateway: answered }) },
    onProgress: () => undefined,
  });
  expect(measured.marks).toEqual([
    { share: 0.1, answered: 300, gateway: 300 },
    { share: 0.5, answered: 600, gateway: 600 },
    { share: 1, answered: 1_200, gateway: 1_200 },
  ]);
  expect(measured).toMatchObject({ answered: 1_200, errors: 4, rowsBehind: 3 });
});
