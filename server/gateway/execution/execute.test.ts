import { randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startTestGateway } from "@/server/gateway/testing/start-test-gateway";
import type { Caller } from "./caller";

const caller: Caller = { tenantId: "tenant-1", apiKeyId: "key-1", userId: null, source: "api" };
const messages = [{ role: "user" as const, content: "Say something." }];
const answer = { choices: [{ message: { content: "Some words." }, finish_reason: "stop" }] };
const toolCall = {
  id: "1",
  type: "function",
  function: { name: "look", arguments: JSON.stringify({ q: "x".repeat(400) }) },
};

const write = (res: ServerResponse, status: number, body: unknown) =>
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

/** What a provider may do with a request it has received, by the model's name. */
const BEHAVIOURS: Record<string, (res: ServerResponse) => void> = {
  "cut-before-head": (res) => res.destroy(),
  "not-a-message": (res) => write(res, 200, { hello: "world" }),
  "not-json": (res) => res.writeHead(200, { "content-type": "application/json" }).end("{oops"),
  "refused-500": (res) => write(res, 500, { error: { message: "out of order" } }),
  "refused-in-200": (res) => write(res, 200, { error: { message: "no", code: "server_error" } }),
  "empty-usage": (res) => write(res, 200, { ...answer, usage: {} }),
  "input-only": (res) => write(res, 200, { ...answer, usage: { prompt_tokens: 10 } }),
  "tool-call": (res) =>
    write(res, 200, { choices: [{ message: { content: null, tool_calls: [toolCall] }, finish_reason: "tool_calls" }] }),
  endless(res) {
    res.writeHead(200, { "content-type": "text/event-stream" });
    const timer = setInterval(() => res.write('data: {"choices":[{"delta":{}}]}\n\n'.repeat(200)), 1);
    res.on("close", () => clearInterval(timer));
  },
};

const upstream = createServer(async (req, res) => {
  const { model } = z.object({ model: z.string() }).parse(await json(req));
  BEHAVIOURS[model]?.(res);
});
let test: Awaited<ReturnType<typeof startTestGateway>>;

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const { port } = upstream.address() as AddressInfo;
  const models = Object.keys(BEHAVIOURS).map((modelId) => ({ modelId }));
  test = await startTestGateway({
    providers: [
      { id: "one", values: { base_url: `http://127.0.0.1:${port}` }, models },
      { id: "nobody", values: { base_url: "http://127.0.0.1:1" }, models: [{ modelId: "unreachable" }] },
    ],
  });
});

afterAll(async () => {
  await test.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

async function failedAttempt(model: string) {
  const requestId = randomUUID();
  const signal = new AbortController().signal;
  await expect(test.gateway.chat(caller, { request: { model, messages } }, { requestId, signal })).rejects.toThrow();
  await test.ledger.flush();
  return [...test.store.attempts.values()].find((attempt) => attempt.requestId === requestId);
}

const chat = (model: string) =>
  test.gateway.chat(
    caller,
    { request: { model, messages } },
    { requestId: randomUUID(), signal: new AbortController().signal },
  );

describe("a failed attempt", () => {
  it.each(["cut-before-head", "not-a-message", "not-json"])(
    "is charged an estimate, flagged, where the provider may have worked: %s",
    async (model) => {
      const attempt = await failedAttempt(model);
      expect(attempt).toMatchObject({ isUsageEstimated: true, isPriced: true });
      expect(attempt?.counts.inputTokens).toBeGreaterThan(0);
      expect(BigInt(attempt?.costNanoUsd ?? 0)).toBeGreaterThan(0n);
    },
  );

  it.each(["refused-500", "refused-in-200", "unreachable"])(
    "is free where the provider did no work: %s",
    async (model) => {
      expect(await failedAttempt(model)).toMatchObject({ isUsageEstimated: false, costNanoUsd: "0", counts: {} });
    },
  );
});

describe("an answer", () => {
  it("with an empty usage report is estimated and flagged, never free", async () => {
    const { receipt } = await chat("empty-usage");
    expect(receipt.isUsageEstimated).toBe(true);
    expect(receipt.costNanoUsd).toBeGreaterThan(0n);
    expect(receipt.inputCostNanoUsd + receipt.outputCostNanoUsd).toBe(receipt.costNanoUsd);
  });

  it("whose report leaves out the output keeps the input reported and has its output estimated", async () => {
    const { receipt } = await chat("input-only");
    expect(receipt.counts).toEqual({ inputTokens: 10, outputTokens: 3 });
    expect(receipt.isUsageEstimated).toBe(true);
  });

  it("that is a tool call is estimated by its arguments", async () => {
    const { receipt } = await chat("tool-call");
    expect(receipt.counts.outputTokens).toBeGreaterThan(100);
  });

  it("that streams events without content for ever is handed on instead of held in memory", async () => {
    const leave = new AbortController();
    const stream = await test.gateway.chatStream(
      caller,
      { request: { model: "endless", messages, stream: true } },
      { requestId: randomUUID(), signal: leave.signal },
    );
    expect((await stream.events.next()).done).toBe(false);
    await stream.events.return(undefined);
  });
});
