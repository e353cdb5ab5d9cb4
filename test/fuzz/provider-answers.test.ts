import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { PROVIDERS } from "@/server/gateway";
import { chatRequest } from "@/server/gateway/spec/chat";
import { embeddingRequest } from "@/server/gateway/spec/embedding";
import { CHAT_DIALECTS, type ChatDialect, type NativeRequest } from "@/server/gateway/spec/native-request";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { rerankRequest } from "@/server/gateway/spec/rerank";
import { speechRequest } from "@/server/gateway/spec/speech";
import { transcriptionFields } from "@/server/gateway/spec/transcription";
import { callContext } from "@/server/gateway/testing/call-context";
import { FRAMED_STREAM } from "@/server/gateway/testing/encode-frames";
import { type Fixture, loadFixtures } from "@/server/gateway/testing/load-fixtures";
import { memoryEgress, type PreparedAnswer } from "@/server/gateway/testing/memory-egress";
import { checkChatEvents, checkChatResult } from "./check-chat-answer";
import { checkEmbedding, checkModels, checkRanking, checkTranscript } from "./check-other-answers";
import { usedBytes } from "./collect-garbage";
import { flipBytes, mutateJson } from "./mutate-json";
import { mutateEvents, splitAnywhere } from "./mutate-stream";
import { SeededRandom } from "./seeded-random";

const ROUNDS = 1_000;
const ROUND_LIMIT_MS = 10_000;
/** Less than a hundred bytes a round: what a leak of one answer each would exceed many times. */
const MAX_GROWTH_BYTES = 48_000_000;

interface Target {
  name: string;
  fixture: Fixture;
  /** The answer changed, and what the provider made of it checked. */
  run(random: SeededRandom): Promise<void>;
}

let answer: PreparedAnswer = { contentType: "text/plain", pieces: [] };
const egress = memoryEgress(() => answer);

function contextOf(definition: ProviderDefinition, fixture: Fixture, native?: NativeRequest): CallContext {
  return callContext({
    definition,
    egress,
    baseUrl: "https://upstream.test/v1",
    modelId: fixture.modelId,
    apiKey: "sk-fuzz-0123456789",
    settings: Object.fromEntries(definition.fields.map(({ name }) => [name, "test"])),
    ...(native === undefined ? {} : { native }),
  });
}

const json = (text: string, random: SeededRandom): PreparedAnswer => {
  const bytes = Buffer.from(text);
  return {
    contentType: "application/json",
    pieces: splitAnywhere(random.chance(0.1) ? flipBytes(bytes, random) : bytes, random),
  };
};

/** The fixtures of OpenAI's other dialects, which their provider serves natively. */
function fixturesOf({ id }: ProviderDefinition): [string, Fixture][] {
  const own = [...loadFixtures(id)];
  return id === "openai" ? [...own, ...loadFixtures("openai-natives")] : own;
}

function targetsOf(definition: ProviderDefinition): Target[] {
  const fixture = loadFixtures(definition.id).get("llm");
  const counting: Target[] =
    definition.llm?.countTokens === undefined || fixture === undefined
      ? []
      : [{ name: "count of tokens", fixture, run: (random) => runCount(definition, fixture, random) }];
  return [...counting, ...answersOf(definition)];
}

function answersOf(definition: ProviderDefinition): Target[] {
  return fixturesOf(definition).flatMap(([name, fixture]) => {
    const whole = { name, fixture, run: (random: SeededRandom) => runWhole(definition, name, fixture, random) };
    const targets: Target[] = [
      whole,
      { name: `${name} as an error`, fixture, run: (random) => runError(definition, name, fixture, random) },
    ];
    if (fixture.stream !== undefined)
      targets.push({
        name: `${name} as a stream`,
        fixture,
        run: (random) => runStream(definition, name, fixture, random),
      });
    return targets;
  });
}

async function runWhole(definition: ProviderDefinition, name: string, fixture: Fixture, random: SeededRandom) {
  answer =
    fixture.audio === undefined
      ? json(mutateJson(fixture.answer, random), random)
      : {
          contentType: random.pick([
            "audio/mpeg",
            "audio/pcm",
            "",
            "audio/L16;rate=x",
            "application/json",
            "text/event-stream",
          ]),
          pieces: splitAnywhere(flipBytes(Buffer.from(fixture.audio, "base64"), random), random),
        };
  await callFixture(definition, name, fixture, random);
}

/** Anthropic's answer, and Google's. */
const COUNT = { input_tokens: 5, totalTokens: 5, promptTokensDetails: [{ modality: "TEXT", tokenCount: 5 }] };

async function runCount(definition: ProviderDefinition, fixture: Fixture, random: SeededRandom) {
  answer = json(mutateJson(COUNT, random), random);
  const count = await definition.llm?.countTokens?.(chatRequest.parse(fixture.request), contextOf(definition, fixture));
  expect(count).toSatisfy((value) => Number.isSafeInteger(value) && Number(value) >= 0);
}

const ERRORS: readonly unknown[] = [
  { error: { message: "Incorrect API key", type: "invalid_request_error", code: "invalid_api_key", param: null } },
  { type: "error", error: { type: "overloaded_error", message: "Overloaded" }, request_id: "req_1" },
  {
    error: {
      code: 429,
      message: "Quota exceeded",
      status: "RESOURCE_EXHAUSTED",
      details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "3s" }],
    },
  },
  { message: "The model is not ready", __type: "ThrottlingException" },
  { detail: [{ loc: ["body", "model"], msg: "field required", type: "missing" }] },
  { error: "went wrong", code: "1113", success: false },
];

async function runError(definition: ProviderDefinition, name: string, fixture: Fixture, random: SeededRandom) {
  answer = {
    ...json(mutateJson(random.pick(ERRORS), random), random),
    status: random.pick([
      400, 401, 402, 403, 404, 409, 413, 418, 422, 424, 429, 499, 500, 502, 503, 504, 520, 529, 599,
    ]),
    headers: random.chance(0.3) ? { "retry-after": random.pick(["1", "-1", "x", "1e999", "Thu, 01 Jan 1970"]) } : {},
  };
  await callFixture(definition, name, fixture, random);
}

async function runStream(definition: ProviderDefinition, name: string, fixture: Fixture, random: SeededRandom) {
  const events = mutateEvents(fixture.stream ?? [], random);
  const isFramed = definition.id === "bedrock";
  let bytes = isFramed
    ? FRAMED_STREAM.encode(events)
    : Buffer.from(events.map((event) => `${event}${random.pick(["\n\n", "\n\n", "\r\n\r\n", "\r\r"])}`).join(""));
  if (random.chance(0.1)) bytes = flipBytes(bytes, random);
  if (random.chance(0.1)) bytes = bytes.subarray(0, random.below(bytes.length + 1));
  answer = {
    contentType: isFramed ? FRAMED_STREAM.contentType : "text/event-stream",
    pieces: splitAnywhere(bytes, random),
  };
  const seen = [];
  let isWhole = false;
  try {
    const native = chooseNative(definition, name, fixture, random);
    const request = name.startsWith("llm") ? chatRequest.parse(fixture.request) : NEUTRAL;
    for await (const batch of definition.llm?.stream(request, contextOf(definition, fixture, native)) ?? [])
      seen.push(...batch);
    isWhole = true;
  } finally {
    checkChatEvents(seen, isWhole);
  }
}

const NEUTRAL = chatRequest.parse({ model: "m", messages: [{ role: "user", content: "Hi" }] });

/** Half of the rounds of a provider that speaks a client's dialect go natively, the rest translated; OpenAI's other dialects are always native. */
function chooseNative(definition: ProviderDefinition, name: string, fixture: Fixture, random: SeededRandom) {
  return name.startsWith("llm") && random.chance(0.5) ? undefined : nativeOf(definition, name, fixture);
}

/** In which dialect the fixtures of a provider are written. */
const dialectOf = (id: string): ChatDialect => (id === "anthropic" ? "messages" : "chat");

/** The client's own request, for the fixtures of OpenAI's other dialects and for every provider that speaks Messages or chat as it is. */
function nativeOf({ id, llm }: ProviderDefinition, name: string, fixture: Fixture): NativeRequest | undefined {
  const dialect =
    CHAT_DIALECTS.find((each) => name.startsWith(each)) ??
    (name.startsWith("llm") && llm?.speaks?.(dialectOf(id), fixture.modelId) ? dialectOf(id) : undefined);
  if (dialect === undefined) return undefined;
  const body = fixture.sent ?? fixture.request;
  return { dialect, body, text: JSON.stringify(body), headers: {} };
}

async function callFixture(
  definition: ProviderDefinition,
  name: string,
  fixture: Fixture,
  random: SeededRandom,
): Promise<void> {
  const native = chooseNative(definition, name, fixture, random);
  const context = contextOf(definition, fixture, native);
  const { request } = fixture;
  switch (name.split("-")[0]) {
    case "models":
      return checkModels(await definition.listModels(context));
    case "text_embedding":
      return checkEmbedding(await definition.text_embedding?.embed(embeddingRequest.parse(request), context));
    case "rerank":
      return checkRanking(await definition.rerank?.rerank(rerankRequest.parse(request), context), request);
    case "tts": {
      const spoken = await definition.tts?.speak(speechRequest.parse(request), context);
      for await (const piece of spoken?.audio ?? []) expect(piece).toBeInstanceOf(Uint8Array);
      return;
    }
    case "speech_to_text": {
      const file = new File(["RIFF-like bytes"], "speech.mp3", { type: "audio/mpeg" });
      if (definition.speech_to_text?.stream !== undefined && random.chance(0.4)) {
        const steps = definition.speech_to_text.stream({ ...transcriptionFields.parse(request), file }, context);
        for await (const batch of steps) for (const { text = "" } of batch) expect(text).toBeTypeOf("string");
        return;
      }
      const result = await definition.speech_to_text?.transcribe(
        { ...transcriptionFields.parse(request), file },
        context,
      );
      return checkTranscript(result);
    }
    default: {
      const result = await definition.llm?.complete(
        name.startsWith("llm") ? chatRequest.parse(request) : NEUTRAL,
        context,
      );
      if (result !== undefined) checkChatResult(result);
    }
  }
}

/** Fails for anything but an answer or a typed error that is the provider's, within the time. */
async function judge(target: Target, random: SeededRandom): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("The round hangs.")), ROUND_LIMIT_MS);
  });
  try {
    await Promise.race([target.run(random), late]);
    return "answer";
  } catch (error) {
    if (isAppError(error) && error.code !== "internal" && error.httpStatus < 600) return error.code;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong and where, without the line breaks of a stack. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frames = (error.stack ?? "").split("\n").filter((line) => line.includes("/server/"));
  const where = frames.slice(0, 3).map((frame) => frame.trim().replace(/^at |\(.*\/server\/|\)/g, ""));
  return `${error.message.replace(/\s+/g, " ").slice(0, 300)} (${where.join(" < ")})`;
}

describe(`${ROUNDS} damaged answers of every provider`, () => {
  it.each(PROVIDERS.filter(({ isLocal }) => !isLocal).map((definition) => [definition.id, definition] as const))(
    "%s gives an answer of the right shape or a typed error, in bounded time and memory",
    async (_id, definition) => {
      const targets = targetsOf(definition);
      const outcomes = new Map<string, number>();
      const failures = new Map<string, string>();
      const beforeBytes = usedBytes();
      for (let round = 0; round < ROUNDS; round++) {
        const target = targets[round % targets.length];
        if (target === undefined) throw new Error("no fixtures");
        const outcome = await judge(target, new SeededRandom(round + 1)).catch((error: unknown) => {
          const body = Buffer.concat(answer.pieces).toString("utf8").slice(0, 1_500);
          const line = describeFailure(error);
          if (!failures.has(line)) failures.set(line, `${target.name}, round ${round}: ${line}\n${body}`);
          return "failure";
        });
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      expect([...failures.values()].slice(0, 5)).toEqual([]);
      expect(outcomes.get("answer") ?? 0).toBeGreaterThan(ROUNDS / 20);
      expect(outcomes.get("provider_bad_response") ?? 0).toBeGreaterThan(0);
      expect(usedBytes() - beforeBytes).toBeLessThan(MAX_GROWTH_BYTES);
    },
    120_000,
  );
});
