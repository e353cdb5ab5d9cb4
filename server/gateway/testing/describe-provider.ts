import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChatEvent, chatRequest } from "@/server/gateway/spec/chat";
import { embeddingRequest } from "@/server/gateway/spec/embedding";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { rerankRequest } from "@/server/gateway/spec/rerank";
import { speechRequest } from "@/server/gateway/spec/speech";
import { transcriptionFields } from "@/server/gateway/spec/transcription";
import { SseDecoder } from "@/server/gateway/streaming/sse-decoder";
import { callContext, loopbackEgress } from "./call-context";
import { type Fixture, loadFixtures } from "./load-fixtures";
import { type ReplayServer, type Reply, startReplayServer } from "./replay-server";

const API_KEY = "sk-contract-4815162342abcdefXYZ";

/** How a provider's streams travel, where they are no server-sent events. */
export interface StreamCoding {
  contentType: string;
  encode(events: readonly string[]): Buffer;
}

const SERVER_SENT_EVENTS: StreamCoding = {
  contentType: "text/event-stream",
  encode: (events) => Buffer.from(events.map((event) => `${event}\n\n`).join("")),
};

/** The promises every provider keeps, checked on the fixtures of its folder: files named after the capability (`llm.json`, `llm-tools.json`, …) and `models.json`. */
export function describeProvider(
  definition: ProviderDefinition,
  settings: Record<string, string> = {},
  coding: StreamCoding = SERVER_SENT_EVENTS,
): void {
  const fixtures = [...loadFixtures(definition.id)];
  const egress = loopbackEgress();
  let server: ReplayServer;

  beforeAll(async () => {
    server = await startReplayServer();
  });
  afterAll(async () => {
    await egress.close();
    await server.close();
  });

  const context = (fixture: Fixture, signal?: AbortSignal): CallContext =>
    callContext({
      definition,
      egress,
      baseUrl: `${server.url}/v1`,
      modelId: fixture.modelId,
      apiKey: API_KEY,
      settings,
      ...(signal === undefined ? {} : { signal }),
    });

  const answerWith = (fixture: Fixture, reply: Partial<Reply>) => {
    server.reply("*", {
      status: 200,
      contentType: "application/json",
      body: JSON.stringify(fixture.answer ?? {}),
      ...reply,
    });
  };
  const stream = (fixture: Fixture, events = fixture.stream ?? []) =>
    answerWith(fixture, { contentType: coding.contentType, body: coding.encode(events) });

  it("has a fixture for every capability and for the list of models", () => {
    const capabilities = (["llm", "text_embedding", "rerank", "tts", "speech_to_text"] as const).filter(
      (type) => definition[type] !== undefined,
    );
    const covered = new Set(fixtures.map(([name]) => name.split("-")[0]));
    expect([...capabilities, "models"].filter((name) => !covered.has(name))).toEqual([]);
  });

  for (const [name, fixture] of fixtures) {
    describe(name, () => {
      const call = (signal?: AbortSignal) => callFixture(definition, name, fixture, context(fixture, signal));

      it(`speaks the shape of ${fixture.source}: the request sent, the neutral result brought back`, async () => {
        answerWith(
          fixture,
          fixture.audio === undefined ? {} : { contentType: "audio/mpeg", body: Buffer.from(fixture.audio, "base64") },
        );
        const result = await call();
        const received = server.received.at(-1);
        expect(received?.path).toBe(fixture.path);
        expect(JSON.stringify(received?.headers)).toContain(API_KEY);
        if (fixture.sent !== undefined)
          expect(await readSent(received?.body ?? Buffer.alloc(0), received?.headers["content-type"] ?? "")).toEqual(
            fixture.sent,
          );
        if (fixture.expected !== undefined) expect(jsonOf(result)).toMatchObject(Object(fixture.expected));
      });

      it("turns 401 into a refused key without quoting the answer", async () => {
        answerWith(fixture, {
          status: 401,
          body: JSON.stringify({
            error: { type: "authentication_error", message: `Incorrect API key provided: ${API_KEY}` },
          }),
        });
        const error = await failureOf(call());
        expect(error).toMatchObject({ code: "provider_auth_failed", details: { upstreamStatus: 401 } });
        expect(error.message).not.toContain("Incorrect");
      });

      it("turns 429 into a rate limit with the time to wait, 500 and 503 into an outage", async () => {
        answerWith(fixture, { status: 429, headers: { "retry-after": "12" } });
        expect(await failureOf(call())).toMatchObject({
          code: "provider_rate_limited",
          details: { retryAfterSeconds: 12 },
        });
        for (const status of [500, 503]) {
          answerWith(fixture, { status, body: "upstream connect error" });
          expect(await failureOf(call())).toMatchObject({
            code: "provider_unavailable",
            details: { upstreamStatus: status },
          });
        }
      });

      it("recognises a page of HTML, and an answer cut short", async () => {
        answerWith(fixture, { contentType: "text/html", body: "<!doctype html><title>Sign in</title>" });
        expect(await failureOf(call())).toMatchObject({
          code: "provider_bad_response",
          message: expect.stringContaining("HTML"),
        });
        answerWith(fixture, {
          contentType: fixture.audio === undefined ? "application/json" : "audio/mpeg",
          isTruncated: true,
        });
        expect((await failureOf(call())).code).toBe("provider_unavailable");
      });

      it("stops at once when the caller goes away", async () => {
        answerWith(fixture, { isHung: true });
        const abort = new AbortController();
        const pending = failureOf(call(abort.signal));
        setTimeout(() => abort.abort(), 10);
        expect((await pending).code).toBe("client_closed");
      });

      if (fixture.stream !== undefined)
        describeStream(definition, fixture, { stream, context, isSse: coding === SERVER_SENT_EVENTS });
    });
  }
}

interface StreamTools {
  stream(fixture: Fixture, events?: string[]): void;
  context(fixture: Fixture): CallContext;
  isSse: boolean;
}

function describeStream(definition: ProviderDefinition, fixture: Fixture, tools: StreamTools): void {
  const events = fixture.stream ?? [];
  const run = async (): Promise<ChatEvent[]> => {
    const seen: ChatEvent[] = [];
    for await (const batch of definition.llm?.stream(chatRequest.parse(fixture.request), tools.context(fixture)) ?? [])
      seen.push(...batch);
    return seen;
  };

  it("streams to the same neutral result", async () => {
    tools.stream(fixture);
    expect(jsonOf(addUp(await run()))).toMatchObject(fixture.streamed ?? {});
  });

  it("never takes a stream cut before its terminal event for an answer", async () => {
    tools.stream(fixture);
    const whole = addUp(await run());
    for (let kept = 0; kept < events.length; kept++) {
      tools.stream(fixture, events.slice(0, kept));
      const outcome = await run().then(addUp, (error: { code: string }) => error.code);
      if (typeof outcome === "string") expect(outcome).toBe("provider_stream_broken");
      else expect(outcome).toMatchObject({ finishReason: whole.finishReason, text: whole.text });
    }
  });

  if (!tools.isSse) return;
  it("decodes the same events wherever the bytes are split", () => {
    const bytes = Buffer.from(events.map((event) => `${event}\r\n\r\n`).join(""));
    const decode = (...pieces: Buffer[]) => {
      const decoder = new SseDecoder();
      return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()];
    };
    const whole = decode(bytes);
    expect(whole).toHaveLength(events.length);
    for (let at = 1; at < bytes.length; at++) expect(decode(bytes.subarray(0, at), bytes.subarray(at))).toEqual(whole);
  });
}

async function callFixture(
  definition: ProviderDefinition,
  name: string,
  fixture: Fixture,
  context: CallContext,
): Promise<unknown> {
  switch (name.split("-")[0]) {
    case "models":
      return definition.listModels(context);
    case "llm":
      return definition.llm?.complete(chatRequest.parse(fixture.request), context);
    case "text_embedding":
      return definition.text_embedding?.embed(embeddingRequest.parse(fixture.request), context);
    case "rerank":
      return definition.rerank?.rerank(rerankRequest.parse(fixture.request), context);
    case "tts": {
      const result = await definition.tts?.speak(speechRequest.parse(fixture.request), context);
      const chunks: Uint8Array[] = [];
      for await (const chunk of result?.audio ?? []) chunks.push(chunk);
      return { ...result, audio: Buffer.concat(chunks).toString("base64") };
    }
    case "speech_to_text": {
      const file = new File(["RIFF-like bytes"], "speech.mp3", { type: "audio/mpeg" });
      return definition.speech_to_text?.transcribe({ ...transcriptionFields.parse(fixture.request), file }, context);
    }
    default:
      throw new Error(`No capability is named like the fixture ${name}`);
  }
}

async function readSent(body: Buffer, contentType: string): Promise<unknown> {
  if (!contentType.startsWith("multipart/")) return body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  return Object.fromEntries(
    [...form.entries()].map(([key, value]) => [key, typeof value === "string" ? value : value.name]),
  );
}

/** Results as JSON compares them; money is bigint inside. */
function jsonOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item)));
}

interface Sum {
  text: string;
  reasoning: string;
  toolCalls: { id: string; name: string; arguments: string }[];
  finishReason?: string;
  usage?: unknown;
}

function addUp(events: readonly ChatEvent[]): Sum {
  const sum: Sum = { text: "", reasoning: "", toolCalls: [] };
  for (const event of events) {
    sum.text += event.text ?? "";
    sum.reasoning += event.reasoning ?? "";
    for (const delta of event.toolCalls ?? []) {
      const call = sum.toolCalls[delta.index] ?? { id: "", name: "", arguments: "" };
      sum.toolCalls[delta.index] = call;
      call.id += delta.id ?? "";
      call.name += delta.name ?? "";
      call.arguments += delta.arguments ?? "";
    }
    if (event.finishReason !== undefined) sum.finishReason = event.finishReason;
    if (event.usage !== undefined) sum.usage = event.usage;
  }
  return sum;
}

async function failureOf(action: Promise<unknown>): Promise<{ code: string; message: string; details: object }> {
  return action.then(
    (value) => expect.fail(`it did not fail but gave ${JSON.stringify(jsonOf(value))?.slice(0, 200)}`),
    (error: { code: string; message: string; details: object }) => error,
  );
}
