import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { type ChatEvent, chatRequest } from "@/server/gateway/spec/chat";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import {
  contextOver,
  DOCUMENTED_STREAMS,
  type DocumentedAnswer,
  streamAnswer,
} from "@/server/gateway/testing/documented-streams";
import type { Fixture } from "@/server/gateway/testing/load-fixtures";
import { ChatChunkEncoder } from "@/server/http/openai/chat-body";

interface Seen {
  /** What the client of the chat dialect gets, byte for byte. */
  frames: string;
  usage: ChatEvent["usage"];
}

/** The whole way from the upstream's bytes to the client's, but for the sockets. */
async function receive(definition: ProviderDefinition, fixture: Fixture, split: readonly Buffer[]): Promise<Seen> {
  const { contentType } = streamAnswer(definition, fixture);
  const context = contextOver(definition, fixture.modelId, () => ({ contentType, pieces: split }));
  const encoder = new ChatChunkEncoder({ requestId: "r-1", model: "m", estimatedInputTokens: 5 }, true);
  const seen: Seen = { frames: "", usage: undefined };
  for await (const batch of definition.llm?.stream(chatRequest.parse(fixture.request), context) ?? [])
    for (const event of batch) {
      // The clock may tick between two runs.
      seen.frames += encoder.encode(event).replace(/"created":\d+/, '"created":0');
      seen.usage = event.usage ?? seen.usage;
    }
  return seen;
}

const events = (list: readonly string[], end = "\n\n") => Buffer.from(list.map((event) => event + end).join(""));
const isSse = ({ definition }: DocumentedAnswer) => definition.id !== "bedrock";

describe("a stream reaches the client of the chat dialect the same", () => {
  it("for every provider's fixtures", () => {
    expect(DOCUMENTED_STREAMS.length).toBeGreaterThan(40);
  });

  it.each(DOCUMENTED_STREAMS)(
    "wherever its bytes are split, and byte by byte: $title",
    async ({ definition, fixture }) => {
      const bytes = Buffer.concat(streamAnswer(definition, fixture).pieces);
      const whole = await receive(definition, fixture, [bytes]);
      expect(whole.frames).toContain('"finish_reason":"');
      for (let at = 1; at < bytes.length; at++) {
        const split = await receive(definition, fixture, [bytes.subarray(0, at), bytes.subarray(at)]);
        if (split.frames !== whole.frames) expect(split.frames, `split at byte ${at}`).toBe(whole.frames);
        expect(split.usage).toEqual(whole.usage);
      }
      const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
      expect(await receive(definition, fixture, single)).toEqual(whole);
    },
  );

  it.each(DOCUMENTED_STREAMS.filter(isSse))(
    "with other line ends, comments between, and without [DONE]: $title",
    async ({ definition, fixture }) => {
      const list = fixture.stream ?? [];
      const whole = await receive(definition, fixture, [events(list)]);
      const crlf = list.map((event) => event.replaceAll("\n", "\r\n"));
      for (const changed of [
        events(crlf, "\r\n\r\n"),
        events(
          list.map((event) => event.replaceAll("\n", "\r")),
          "\r\r",
        ),
        events(list.flatMap((event) => [": keep-alive", event, ":"])),
        events(list.map((event) => `id: 7\nretry: 10\n${event}\n: remark`)),
        Buffer.concat([Buffer.from("\ufeff"), events(list)]),
        events(list.filter((event) => event !== "data: [DONE]")),
        events(list).subarray(0, -1),
        events(list).subarray(0, -2),
      ])
        expect(await receive(definition, fixture, [changed])).toEqual(whole);
    },
  );
});

/** The vendors' own objects for a failure in the middle of a stream. */
const ERRORS: Readonly<Record<string, string>> = {
  anthropic: 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
  gemini: 'data: {"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}',
  vertex: 'data: {"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}',
  cohere: 'event: message-end\ndata: {"type":"message-end","delta":{"error":"overloaded","finish_reason":"ERROR"}}',
};
const OPENAI_ERROR = 'data: {"error":{"message":"The server had an error.","type":"server_error","code":503}}';

describe("an error object in the middle of a stream", () => {
  it.each(DOCUMENTED_STREAMS.filter(isSse))(
    "is typed, and what came before it is shown: $title",
    async ({ definition, fixture }) => {
      const list = fixture.stream ?? [];
      const middle = Math.floor(list.length / 2);
      const vendors =
        fixture.path.includes("rawPredict") || fixture.path.includes("RawPredict") ? "anthropic" : definition.id;
      const broken = [...list.slice(0, middle), ERRORS[vendors] ?? OPENAI_ERROR, ...list.slice(middle)];
      const thrown = await receive(definition, fixture, [events(broken)]).then(
        ({ frames }) => expect.fail(`it was taken for an answer: ${frames.slice(0, 500)}`),
        (error: unknown) => error,
      );
      if (!isAppError(thrown)) throw thrown;
      expect(["provider_unavailable", "provider_stream_broken", "provider_bad_response"]).toContain(thrown.code);
    },
  );
});
