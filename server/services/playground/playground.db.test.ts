import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { PlaygroundChatEvent } from "@/lib/contracts/playground";
import { getJob } from "@/server/services/jobs/get-job";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { chatInPlayground } from "./chat-in-playground";
import { embedInPlayground } from "./embed-in-playground";
import { rerankInPlayground } from "./rerank-in-playground";
import { speakInPlayground } from "./speak-in-playground";
import { transcribeInPlayground } from "./transcribe-in-playground";

let harness: ServiceHarness;
let acme: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
  acme = await harness.addTenant();
  const { jobId } = await createProviderConfig(acme, { provider: "sandbox", config: {}, skipVerification: false });
  await vi.waitFor(async () => expect((await getJob(acme, { id: jobId ?? "" })).status).toBe("succeeded"), 10_000);
});
afterAll(() => harness.close());

const hello = { model: "sandbox-chat", messages: [{ role: "user" as const, content: "Say hello." }] };

async function read(events: AsyncIterable<PlaygroundChatEvent>, upTo = Number.POSITIVE_INFINITY) {
  const seen: PlaygroundChatEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (seen.length >= upTo) break;
  }
  return seen;
}

async function metered(id: string) {
  await harness.ledger.flush();
  return acme.database.asSystem.llmRequest.findUnique({ where: { id } });
}

describe("a chat in the playground", () => {
  it("comes in pieces and ends with its receipt, metered as the person's own", async () => {
    const events = await read(chatInPlayground(acme, hello));
    const last = events.at(-1);
    expect(events.length).toBeGreaterThan(2);
    expect(events.slice(0, -1).every((event) => event.type === "delta")).toBe(true);
    if (last?.type !== "done") throw new Error(`ended with ${JSON.stringify(last)}`);
    expect(await metered(last.receipt.requestId)).toMatchObject({
      source: "playground",
      userId: acme.actor.userId,
      promptTokens: last.receipt.inputTokens,
      completionTokens: last.receipt.outputTokens,
      costNanoUsd: BigInt(last.receipt.costNanoUsd),
    });
  });

  it("ends with one error event that says what to do", async () => {
    expect(await read(chatInPlayground(acme, { ...hello, model: "nothing" }))).toMatchObject([
      {
        type: "error",
        code: "model_not_found",
        message: expect.stringContaining("nothing"),
        requestId: expect.any(String),
      },
    ]);
  });

  it("that is left stops upstream and is metered as aborted", async () => {
    const before = Date.now();
    await read(chatInPlayground(acme, hello), 1);
    await harness.ledger.flush();
    const [row] = await acme.database.asSystem.llmRequest.findMany({
      where: { tenantId: acme.actor.tenantId },
      orderBy: { requestedAt: "desc" },
      take: 1,
    });
    expect(row?.requestedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(row?.status).toBe("aborted");
  });
});

describe("the other four types in the playground", () => {
  it("embed: texts are most like themselves", async () => {
    const { dimensions, similarity, preview, receipt } = await embedInPlayground(acme, {
      model: "sandbox-embedding",
      input: ["one", "two"],
    });
    expect(dimensions).toBeGreaterThan(preview[0]?.length ?? 0);
    expect(similarity[0]?.[0]).toBeCloseTo(1);
    expect(similarity[0]?.[1]).toBeLessThan(0.999);
    expect(receipt.inputTokens).toBeGreaterThan(0);
  });

  it("rerank, speak and transcribe", async () => {
    const { ranking } = await rerankInPlayground(acme, {
      model: "sandbox-rerank",
      query: "red apple",
      documents: ["blue sky", "red apple pie"],
    });
    expect(ranking[0]?.index).toBe(1);
    const spoken = await speakInPlayground(acme, { model: "sandbox-speech", input: "Hello.", voice: "alloy" });
    expect(Buffer.from(spoken.audioBase64, "base64").subarray(0, 4).toString()).toBe("RIFF");
    const heard = await transcribeInPlayground(acme, {
      model: "sandbox-transcription",
      fileName: "hello.wav",
      contentType: spoken.contentType,
      audioBase64: spoken.audioBase64,
    });
    expect(heard.text).toContain("hello.wav");
    expect(await metered(heard.receipt.requestId)).toMatchObject({ modelType: "speech_to_text", source: "playground" });
  });
});
