import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cachePolicy } from "@/lib/contracts/cache";
import type { Caller, CallOptions } from "@/server/gateway/execution/caller";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startTestGateway } from "@/server/gateway/testing/start-test-gateway";
import { createResponseCache } from "./create-response-cache";

const caller: Caller = { tenantId: "tenant-1", apiKeyId: "key-1", userId: null, source: "api" };
const MODELS = ["plain", "other", "words-40", "cut-after-2", "fault-400"];

let upstream: ScriptedUpstream;
let test: Awaited<ReturnType<typeof startTestGateway>>;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  test = await startTestGateway({
    tenant: { cachePolicy: cachePolicy.parse({ mode: "all" }) },
    providers: [
      { id: "one", values: { base_url: upstream.url }, models: MODELS.map((modelId) => ({ modelId })) },
      { id: "two", values: { base_url: upstream.url }, models: [{ modelId: "plain" }] },
    ],
  });
});

afterAll(async () => {
  await test.close();
  await upstream.close();
});

const optionsOf = (over: Partial<CallOptions> = {}): CallOptions => ({
  requestId: randomUUID(),
  signal: new AbortController().signal,
  ...over,
});

function ask(model: string, content: string, over: Partial<CallOptions> = {}) {
  return test.gateway.chat(caller, { request: { model, messages: [{ role: "user", content }] } }, optionsOf(over));
}

async function stream(model: string, content: string) {
  const request = { model, messages: [{ role: "user" as const, content }], stream: true };
  const { events, cacheStatus } = await test.gateway.chatStream(caller, { request }, optionsOf());
  let text = "";
  const seen: ChatEvent[] = [];
  let step = await events.next();
  while (!step.done) {
    for (const event of step.value) {
      text += event.text ?? "";
      seen.push(event);
    }
    step = await events.next();
  }
  return { text, seen, cacheStatus, receipt: step.value };
}

it("A16: gives an answer again without an attempt, without a charge, and says what that saved", async () => {
  const first = await ask("plain", "What is it?");
  const calls = upstream.log.length;
  const options = optionsOf();
  const again = await ask("plain", "What is it?", options);
  expect(upstream.log.length).toBe(calls);
  expect(again.result.text).toBe(first.result.text);
  expect(first.receipt).toMatchObject({ cacheStatus: "miss", savedNanoUsd: 0n });
  expect(again.receipt).toMatchObject({ cacheStatus: "hit", costNanoUsd: 0n, attemptCount: 0 });
  expect(again.receipt.savedNanoUsd).toBe(first.receipt.costNanoUsd);
  await test.ledger.flush();
  const row = test.store.requests.get(options.requestId);
  expect(row).toMatchObject({
    cacheHit: true,
    costNanoUsd: "0",
    savedNanoUsd: first.receipt.costNanoUsd.toString(),
    counts: {},
    attemptCount: 0,
    status: "success",
    modelServed: "plain",
  });
  expect([...test.store.attempts.values()].some((each) => each.requestId === options.requestId)).toBe(false);
});

it("gives to a stream what was answered whole, and the other way round", async () => {
  const whole = await ask("words-40", "Tell me more.");
  const streamed = await stream("words-40", "Tell me more.");
  expect(streamed).toMatchObject({ text: whole.result.text, cacheStatus: "hit" });
  expect(streamed.seen.at(-1)).toMatchObject({ finishReason: "stop" });
  const made = await stream("words-40", "And more?");
  expect(made).toMatchObject({ cacheStatus: "miss", receipt: { cacheStatus: "miss" } });
  const calls = upstream.log.length;
  expect((await ask("words-40", "And more?")).result.text).toBe(made.text);
  expect(upstream.log.length).toBe(calls);
});

it("asks anew with no-cache, and keeps nothing with no-store", async () => {
  const first = await ask("plain", "Fresh?", { cacheWish: { mayRead: false, mayWrite: false } });
  expect(first.receipt.cacheStatus).toBe("none");
  expect((await ask("plain", "Fresh?")).receipt.cacheStatus).toBe("miss");
  expect((await ask("plain", "Fresh?", { cacheWish: { mayRead: false, mayWrite: true } })).receipt.cacheStatus).toBe(
    "miss",
  );
  expect((await ask("plain", "Fresh?")).receipt.cacheStatus).toBe("hit");
});

it("never gives one model's or one provider config's answer for another's", async () => {
  await ask("one/plain", "Whose?");
  const calls = upstream.log.length;
  expect((await ask("two/plain", "Whose?")).receipt.cacheStatus).toBe("miss");
  expect((await ask("other", "Whose?")).receipt.cacheStatus).toBe("miss");
  expect(upstream.log.length).toBe(calls + 2);
});

it("keeps no error and no answer that broke off", async () => {
  await expect(ask("fault-400", "Broken?")).rejects.toThrow();
  await expect(stream("cut-after-2", "Broken?")).rejects.toThrow();
  await expect(stream("cut-after-2", "Broken?")).rejects.toThrow();
  await test.cache.flush();
  expect([...test.cacheStore.saved.values()].map((each) => each.modelName)).not.toContain("cut-after-2");
});

it("keeps answers encrypted, and only as the answer to their own request", async () => {
  const { result } = await ask("plain", "Secret?");
  await test.cache.flush();
  const saved = [...test.cacheStore.saved.values()];
  expect(saved.length).toBeGreaterThan(0);
  for (const { response } of saved) expect(response).not.toContain(result.text.slice(0, 12));
});

it("reads after a restart what was written before, and forgets in every process what is purged", async () => {
  await ask("plain", "Still there?");
  await test.cache.flush();
  const [, answer] = [...test.cacheStore.saved].at(-1) ?? [];
  if (!answer) throw new Error("nothing was kept");
  const restarted = await createResponseCache({ store: test.cacheStore, vault: test.vault, log: () => undefined });
  const use = { policy: cachePolicy.parse({ mode: "all" }), mayRead: true, mayWrite: true };
  const calls = upstream.log.length;
  expect((await ask("plain", "Still there?")).receipt.cacheStatus).toBe("hit");
  test.cacheStore.purge({ tenantId: "tenant-1" });
  expect((await ask("plain", "Still there?")).receipt.cacheStatus).toBe("miss");
  expect(upstream.log.length).toBe(calls + 1);
  const origin = {
    tenantId: "tenant-1",
    provider: answer.provider,
    providerConfigId: answer.providerConfigId,
    modelId: answer.modelName,
    processorId: null,
    templateId: null,
  };
  await test.cache.flush();
  const found = await restarted.find(use, { requestHash: "unknown", promptHash: "" }, origin);
  expect(found).toBeUndefined();
  await restarted.close();
});

it("goes upstream when the database does not answer, and stops asking it for a while", async () => {
  let asked = 0;
  const logged: string[] = [];
  const cache = await createResponseCache({
    store: {
      ...test.cacheStore,
      find: () => {
        asked += 1;
        return Promise.reject(new Error("gone"));
      },
    },
    vault: test.vault,
    log: (message) => logged.push(message),
  });
  const use = { policy: cachePolicy.parse({}), mayRead: true, mayWrite: true };
  const origin = {
    tenantId: "tenant-1",
    provider: "p",
    providerConfigId: "c",
    modelId: "m",
    processorId: null,
    templateId: null,
  };
  for (let n = 0; n < 5; n++)
    expect(await cache.find(use, { requestHash: `hash-${n}`, promptHash: "" }, origin)).toBeUndefined();
  expect(asked).toBe(1);
  expect(logged).toHaveLength(1);
  await cache.close();
});

it("answers what means nearly the same only where the organization wants it, and charges the comparison as a call of its own", async () => {
  const semantic = cachePolicy.parse({ mode: "all", semantic: { isEnabled: true, threshold: 0.9 } });
  const own = await startTestGateway({
    tenant: { cachePolicy: semantic },
    providers: [
      {
        id: "one",
        values: { base_url: upstream.url },
        models: [{ modelId: "plain" }, { modelId: "text-embedding-test", type: "text_embedding" }],
      },
    ],
    defaults: [
      {
        modelType: "text_embedding",
        provider: "openai-compatible",
        modelId: "text-embedding-test",
        providerConfigId: "one",
      },
    ],
  });
  const chat = (content: string, system = "Be brief.") =>
    own.gateway.chat(
      caller,
      {
        request: {
          model: "plain",
          messages: [
            { role: "system", content: system },
            { role: "user", content },
          ],
        },
      },
      optionsOf(),
    );
  // The scripted upstream's vectors depend on the text's length alone, so texts of one length mean the same to it.
  const first = await chat("Where is the lock?");
  const near = await chat("Where is the gate?");
  expect(near.receipt).toMatchObject({ cacheStatus: "semantic", costNanoUsd: 0n });
  expect(near.result.text).toBe(first.result.text);
  expect((await chat("Where is the lock?", "Be long.")).receipt.cacheStatus).toBe("miss");
  await own.ledger.flush();
  const compared = [...own.store.requests.values()].filter((each) => each.taskType === "semantic_cache");
  expect(compared).toHaveLength(3);
  expect(compared.every((each) => each.modelType === "text_embedding" && each.attemptCount === 1)).toBe(true);
  await own.close();
});
