import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import { chatRequest } from "@/server/gateway/spec/chat";
import { DOCUMENTED_STREAMS, jsonAnswer, streamAnswer } from "@/server/gateway/testing/documented-streams";
import { memoryEgress, type PreparedAnswer } from "@/server/gateway/testing/memory-egress";
import { startTestGateway } from "@/server/gateway/testing/start-test-gateway";

const cases = DOCUMENTED_STREAMS.map((documented) => ({ ...documented, id: documented.title.replace(" ", "-") }));

let answer: PreparedAnswer = { contentType: "", pieces: [] };
let test: Awaited<ReturnType<typeof startTestGateway>>;
beforeAll(async () => {
  test = await startTestGateway({
    egress: memoryEgress(() => answer),
    providers: cases.map(({ id, definition, fixture }) => ({
      id,
      provider: definition.id,
      values: {
        ...Object.fromEntries(definition.fields.map(({ name }) => [name, "test"])),
        api_key: "sk-1234567890",
        base_url: "https://upstream.test/v1",
      },
      models: [{ modelId: fixture.modelId }],
    })),
  });
});
afterAll(() => test.close());

/** Where the vendors report what an answer took. */
const USAGE_KEYS = new Set(["usage", "usageMetadata", "x_groq", "timings", "metrics", "meta"]);

function withoutUsage(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUsage);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (USAGE_KEYS.has(key) ? [] : [[key, withoutUsage(item)]])),
  );
}

function stripEvent(event: string): string {
  const at = event.indexOf("{");
  return at < 0 ? event : event.slice(0, at) + JSON.stringify(withoutUsage(JSON.parse(event.slice(at))));
}

const caller = { tenantId: "tenant-1", apiKeyId: null, userId: null, source: "api" } as const;
let sequence = 0;
const options = () => ({
  requestId: `0199c0de-0000-7000-8000-${String(++sequence).padStart(12, "0")}`,
  signal: new AbortController().signal,
});

describe("an answer whose upstream reports no usage is estimated, and flagged as that", () => {
  it.each(cases)("$title", async ({ definition, fixture, id }) => {
    const request = chatRequest.parse({ ...fixture.request, model: `${id}/${fixture.modelId}` });
    answer = jsonAnswer(withoutUsage(fixture.answer));
    const whole = await test.gateway.chat(caller, { request }, options());

    answer = streamAnswer(definition, { ...fixture, stream: (fixture.stream ?? []).map(stripEvent) });
    const stream = await test.gateway.chatStream(caller, { request }, options());
    let step = await stream.events.next();
    while (!step.done) step = await stream.events.next();

    for (const receipt of [whole.receipt, step.value]) {
      expect(receipt?.isUsageEstimated).toBe(true);
      expect(receipt?.counts.inputTokens).toBeGreaterThan(0);
      expect(receipt?.counts.outputTokens).toBeGreaterThan(0);
    }
  });
});
