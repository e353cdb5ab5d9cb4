import { createServer, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDataPlane } from "@/test/start-data-plane";

let respond: (response: ServerResponse) => void = (response) => response.end();
let whenClosed: () => void = () => undefined;
const upstream = createServer((request, response) => {
  request.resume();
  response.on("close", () => whenClosed());
  request.on("end", () => respond(response));
});
let sluice: Awaited<ReturnType<typeof startDataPlane>>;

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const address = upstream.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const base_url = `http://127.0.0.1:${port}/v1`;
  sluice = await startDataPlane([
    { id: "compatible", values: { base_url }, models: [{ modelId: "compatible" }] },
    { id: "claude", provider: "anthropic", values: { base_url, api_key: "sk-1" }, models: [{ modelId: "claude" }] },
  ]);
});
afterAll(async () => {
  await sluice.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

const chunk = (content: string, finishReason: string | null = null) =>
  `data: ${JSON.stringify({
    id: "c",
    object: "chat.completion.chunk",
    created: 0,
    model: "compatible",
    // `text` for the legacy completions, which the upstream is asked in their own dialect.
    choices: [{ index: 0, text: content, delta: { content }, finish_reason: finishReason }],
  })}\n\n`;
const ANTHROPIC_START = [
  `event: message_start\ndata: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[],"model":"claude","stop_reason":null,"usage":{"input_tokens":5,"output_tokens":1}}}\n\n`,
  `event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n`,
  `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}\n\n`,
].join("");

const question = { messages: [{ role: "user", content: "Hi" }] };
const post = (path: string, body: object, signal?: AbortSignal) =>
  fetch(sluice.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${sluice.apiKey}` },
    body: JSON.stringify({ stream: true, ...body }),
    ...(signal === undefined ? {} : { signal }),
  });
const EVENTS = { "content-type": "text/event-stream" };

function textOf(frames: string): string {
  let text = "";
  for (const line of frames.split("\n"))
    if (line.startsWith("data: {")) text += JSON.parse(line.slice("data: ".length)).choices?.[0]?.delta.content ?? "";
  return text;
}

describe("an upstream's stream over real sockets", () => {
  it("is read though it comes compressed, in pieces that end anywhere", async () => {
    const packed = gzipSync(`${chunk("Hel") + chunk("lo ü👋") + chunk("", "stop")}data: [DONE]\n\n`);
    respond = async (response) => {
      response.writeHead(200, { ...EVENTS, "content-encoding": "gzip" });
      for (let at = 0; at < packed.length; at += 7) {
        response.write(packed.subarray(at, at + 7));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    const response = await post("/v1/chat/completions", { model: "compatible", ...question });
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(textOf(await response.text())).toBe("Hello ü👋");
  });

  it("may hold a line of 9 MB", async () => {
    respond = (response) =>
      void response.writeHead(200, EVENTS).end(`${chunk("x".repeat(4_500_000)) + chunk("", "stop")}data: [DONE]\n\n`);
    const response = await post("/v1/chat/completions", { model: "compatible", ...question });
    expect(textOf(await response.text())).toHaveLength(4_500_000);
  });

  it("is refused with a line of 11 MB: as an error before the answer, within the stream after its beginning", async () => {
    const line = chunk("x".repeat(11_000_000));
    respond = (response) => void response.writeHead(200, EVENTS).end(line);
    const early = await post("/v1/chat/completions", { model: "compatible", ...question });
    expect(early.status).toBe(502);
    expect(await early.json()).toMatchObject({ error: { code: "provider_bad_response" } });

    respond = (response) => {
      response.writeHead(200, EVENTS).write(chunk("Hello"));
      response.end(line);
    };
    const late = await (await post("/v1/chat/completions", { model: "compatible", ...question })).text();
    expect(late).toContain("Hello");
    expect(late).toContain('"code":"provider_bad_response"');
    expect(late).not.toContain("[DONE]");
  });
});

const DIALECTS: [path: string, model: string, body: object][] = [
  ["/v1/chat/completions", "compatible", question],
  ["/v1/chat/completions", "claude", question],
  ["/v1/completions", "compatible", { prompt: "Hi" }],
  ["/v1/responses", "compatible", { input: "Hi" }],
  ["/v1/responses", "claude", { input: "Hi" }],
  ["/v1/messages", "claude", { max_tokens: 100, ...question }],
  ["/v1/messages", "compatible", { max_tokens: 100, ...question }],
];

describe("a client that leaves in the middle", () => {
  it.each(DIALECTS)("closes the upstream's connection within 200 ms: %s, %s", async (path, model, body) => {
    // Nothing more comes: only the client's leaving can end it.
    respond = (response) =>
      void response.writeHead(200, EVENTS).write(model === "claude" ? ANTHROPIC_START : chunk("Hello"));
    const closed = new Promise<number>((resolve) => {
      whenClosed = () => resolve(performance.now());
    });
    const left = new AbortController();
    const response = await post(path, { model, ...body }, left.signal);
    expect(response.status).toBe(200);
    await response.body?.getReader().read();
    const leftAt = performance.now();
    left.abort();
    expect((await closed) - leftAt).toBeLessThan(200);
  });

  it.each(DIALECTS)("does so too before the first byte of an answer: %s, %s", async (path, model, body) => {
    const asked = new Promise<void>((resolve) => {
      respond = () => resolve();
    });
    const closed = new Promise<number>((resolve) => {
      whenClosed = () => resolve(performance.now());
    });
    const left = new AbortController();
    const response = post(path, { model, ...body }, left.signal).catch(() => "aborted");
    await asked;
    const leftAt = performance.now();
    left.abort();
    expect(await response).toBe("aborted");
    expect((await closed) - leftAt).toBeLessThan(200);
  });
});
