import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createDatabase } from "@/server/db/client";
import { createRequestHandler } from "@/server/http/create-request-handler";
import { createRestHandler } from "@/server/http/create-rest-handler";
import { createOperations } from "@/server/http/operations/operations";
import { createApiKey } from "@/server/services/api-keys/create-api-key";
import { createIdempotency, type Idempotency } from "@/server/services/idempotency/create-idempotency";
import { getJob } from "@/server/services/jobs/get-job";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import {
  createServiceHarness,
  type ScriptedUpstream,
  type ServiceHarness,
  startScriptedUpstream,
} from "@/test/service-harness";

const MODELS = [
  "gpt-test",
  "whisper-test",
  "slow-300ms",
  "pace-20ms",
  "words-20",
  "fault-500",
  "fault-429",
  "words-900000",
];

let harness: ServiceHarness;
let upstream: ScriptedUpstream;
const open: Server[] = [];
const stores: Idempotency[] = [];
let base: string;
let acme: Tenant;
let other: Tenant;

interface Tenant {
  context: ServiceContext;
  apiKey: string;
}

beforeAll(async () => {
  harness = await createServiceHarness();
  upstream = await startScriptedUpstream({ models: MODELS });
  base = await startReplica();
  acme = await addTenant();
  other = await addTenant();
});
afterAll(async () => {
  for (const server of open) server.closeAllConnections();
  await Promise.all(open.map((server) => new Promise((resolve) => server.close(resolve))));
  for (const store of stores) await store.close();
  await upstream.close();
  await harness.close();
});

async function addTenant(): Promise<Tenant> {
  const context = await harness.addTenant();
  const { jobId } = await createProviderConfig(context, {
    provider: "openai-compatible",
    config: { base_url: upstream.url },
    skipVerification: false,
  });
  await vi.waitFor(async () => expect((await getJob(context, { id: jobId ?? "" })).status).toBe("succeeded"), 10_000);
  const { secret } = await createApiKey(context, { name: "caller", role: "developer", expiresInDays: 1 });
  await harness.snapshot.refreshTenant(context.actor.tenantId);
  return { context, apiKey: secret };
}

/** A process of its own as far as idempotency goes: nothing but the database is shared. */
async function startReplica(database = harness.runtime.database): Promise<string> {
  const { runtime, snapshot, ledger, limiter } = harness;
  const idempotency = createIdempotency({ database, vault: runtime.vault, log: () => undefined });
  stores.push(idempotency);
  const gate = { snapshot, pepper: runtime.auth.apiKeyPepper, markUsed: () => undefined };
  const handle = createRequestHandler({
    gate,
    gateway: runtime.gateway,
    idempotency,
    operations: createOperations({
      version: "test",
      ledger,
      limiter,
      snapshot,
      health: runtime.gateway.health,
      checkDatabase: async () => undefined,
      isConsoleReady: () => true,
      isDraining: () => false,
    }),
    servesCalls: true,
    rest: createRestHandler({
      gate,
      services: runtime,
      idempotency,
      slugOf: () => "acme",
      refreshTenant: snapshot.refreshTenant,
    }),
    log: harness.log,
  });
  const server = createServer((req, res) => void handle(req, res));
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Call {
  key?: string;
  path?: string;
  body?: Record<string, unknown>;
  tenant?: Tenant;
  at?: string;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

const ask = (model: string, more: Record<string, unknown> = {}) => ({
  model,
  messages: [{ role: "user", content: "Say something." }],
  ...more,
});

async function call({ key, path = "/v1/chat/completions", body, tenant = acme, at = base, signal, headers }: Call) {
  const response = await fetch(`${at}${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${tenant.apiKey}`,
      "content-type": "application/json",
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...headers,
    },
    body: JSON.stringify(body ?? ask("words-20")),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

const codeOf = ({ text }: { text: string }) => (JSON.parse(text) as { error: { code: string } }).error.code;
const callsTo = (model: string) => upstream.log.filter((entry) => entry.model === model).length;

describe("a call with an Idempotency-Key", () => {
  it("A17 is made once however often it is sent at the same time: the others are told it runs, or get the same bytes", async () => {
    const key = randomUUID();
    const second = await startReplica();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => call({ key, body: ask("slow-300ms"), at: at % 2 ? base : second })),
    );
    expect(callsTo("slow-300ms")).toBe(1);
    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(served.length).toBeGreaterThan(0);
    expect(new Set(served.map(({ text }) => text)).size).toBe(1);
    expect(served.filter(({ headers }) => headers.get("idempotent-replayed") !== "true")).toHaveLength(1);
    for (const answer of refused) expect([answer.status, codeOf(answer)]).toEqual([409, "idempotency_in_flight"]);

    const again = await call({ key, body: ask("slow-300ms") });
    expect([again.status, again.text]).toEqual([200, served[0]?.text]);
    expect(again.headers.get("x-sluice-cost-usd")).toMatch(/^0(\.0+)?$/);
    await harness.ledger.flush();
    const rows = await acme.context.database.inTenant(acme.context.actor.tenantId, (tx) =>
      tx.llmRequest.count({ where: { modelRequested: "slow-300ms" } }),
    );
    expect(rows).toBe(1);
  });

  it("A17 is refused with 422 when the key comes with another body or address", async () => {
    const key = randomUUID();
    expect((await call({ key })).status).toBe(200);
    const answers = [
      await call({ key, body: ask("words-20", { temperature: 1 }) }),
      await call({ key, path: "/v1/completions", body: { model: "words-20", prompt: "Hello" } }),
    ];
    for (const answer of answers) expect([answer.status, codeOf(answer)]).toEqual([422, "idempotency_key_reused"]);
  });

  it("A17 is another tenant's own under the same key", async () => {
    const key = randomUUID();
    const before = callsTo("words-20");
    const mine = await call({ key });
    const theirs = await call({ key, tenant: other });
    expect(callsTo("words-20") - before).toBe(2);
    expect(theirs.headers.get("idempotent-replayed")).toBeNull();
    expect(theirs.status).toBe(mine.status);
  });

  it("A17 is repeated after a restart, from the database alone", async () => {
    const key = randomUUID();
    const first = await call({ key });
    const before = callsTo("words-20");
    const again = await call({ key, at: await startReplica() });
    expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([first.text, "true"]);
    expect(again.headers.get("x-sluice-original-request-id")).toBe(first.headers.get("x-request-id"));
    expect(callsTo("words-20")).toBe(before);
  });

  it("streams again what was streamed, in either dialect", async () => {
    const before = callsTo("words-20");
    for (const path of ["/v1/chat/completions", "/v1/messages", "/api/v1/llm/completion"]) {
      const body =
        path === "/api/v1/llm/completion"
          ? { taskType: "general", prompt: "Go.", model: "words-20", stream: true }
          : ask("words-20", { stream: true, max_tokens: 100 });
      const key = randomUUID();
      const first = await call({ key, path, body });
      const again = await call({ key, path, body });
      expect(first.headers.get("content-type")).toContain("text/event-stream");
      expect([again.status, again.headers.get("content-type"), again.text]).toEqual([
        200,
        first.headers.get("content-type"),
        first.text,
      ]);
    }
    expect(callsTo("words-20") - before).toBe(3);
  });

  it("goes on when its client leaves, which finds the answer at its next try", async () => {
    const key = randomUUID();
    const model = "pace-20ms";
    const body = ask(model, { stream: true });
    const leave = new AbortController();
    const response = await fetch(`${base}/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${acme.apiKey}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify(body),
      signal: leave.signal,
    });
    await response.body?.getReader().read();
    leave.abort();
    await expect.poll(async () => (await call({ key, body })).status, { timeout: 10_000 }).toBe(200);
    const whole = await call({ key, body });
    expect(whole.text).toContain("data: [DONE]");
    expect(callsTo(model)).toBe(1);
    expect(upstream.log.find((entry) => entry.model === model)?.aborted).toBe(false);
  });

  it("repeats a failure of a call that had begun, and tries again what was refused before or limited", async () => {
    const key = randomUUID();
    const first = await call({ key, body: ask("fault-500") });
    expect(first.status).toBe(502);
    const calls = callsTo("fault-500");
    const again = await call({ key, body: ask("fault-500") });
    expect([again.status, codeOf(again)]).toEqual([502, codeOf(first)]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(callsTo("fault-500")).toBe(calls);

    const limited = randomUUID();
    const refused = await call({ key: limited, body: ask("fault-429") });
    const retried = await call({ key: limited, body: ask("fault-429") });
    // Made anew, and refused anew: by then the provider's own limit holds calls back here.
    expect([refused.status, retried.status]).toEqual([429, 429]);
    expect(retried.headers.get("idempotent-replayed")).toBeNull();
    expect(retried.headers.get("x-request-id")).not.toBe(refused.headers.get("x-request-id"));

    const wrong = randomUUID();
    expect((await call({ key: wrong, body: { model: "words-20" } })).status).toBe(400);
    expect((await call({ key: wrong })).status).toBe(200);
  });

  it("says so when the answer was too large to be kept", async () => {
    const key = randomUUID();
    const body = ask("words-900000");
    expect((await call({ key, body })).status).toBe(200);
    const again = await call({ key, body });
    expect([again.status, codeOf(again)]).toEqual([409, "idempotency_unreplayable"]);
    expect(again.text).toContain("4 MB");
    expect(callsTo("words-900000")).toBe(1);
  });

  it("of a process that died is made again once its lease is over, and says so", async () => {
    const key = randomUUID();
    const dead = await call({ key });
    const rows = acme.context.database.asSystem.idempotencyKey;
    const { keyHash } = await rows.findFirstOrThrow({ where: { requestId: dead.headers.get("x-request-id") ?? "" } });
    const set = (leaseExpiresAt: Date) =>
      rows.updateMany({ where: { keyHash }, data: { state: "running", response: null, leaseExpiresAt } });
    await set(new Date(Date.now() + 60_000));
    expect((await call({ key })).status).toBe(409);
    await set(new Date(Date.now() - 1));
    const again = await call({ key });
    expect([again.status, again.headers.get("x-sluice-idempotency")]).toEqual([200, "taken-over"]);
  });

  it("is forgotten after a day", async () => {
    const key = randomUUID();
    const first = await call({ key });
    const rows = acme.context.database.asSystem.idempotencyKey;
    await rows.updateMany({
      where: { requestId: first.headers.get("x-request-id") ?? "" },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    const again = await call({ key, body: ask("words-20", { temperature: 1 }) });
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, null]);
  });

  it("is not made at all while the database is out of reach", async () => {
    const nowhere = createDatabase({ url: "postgresql://sluice:x@127.0.0.1:1/sluice" });
    const before = callsTo("words-20");
    const at = await startReplica(nowhere);
    const answer = await call({ key: randomUUID(), at });
    expect([answer.status, codeOf(answer)]).toEqual([503, "not_ready"]);
    expect(callsTo("words-20")).toBe(before);
    expect((await call({ at })).status).toBe(200);
    await nowhere.close();
  });

  it("has a key of 1 to 255 characters", async () => {
    const answer = await call({ key: "k".repeat(256) });
    expect([answer.status, codeOf(answer)]).toEqual([400, "invalid_request"]);
    expect((await call({ key: "k".repeat(255) })).status).toBe(200);
  });

  it("keeps no answer in plain text", async () => {
    const first = await call({ key: randomUUID() });
    const { content } = (JSON.parse(first.text) as { choices: { message: { content: string } }[] }).choices[0]
      ?.message ?? {
      content: "",
    };
    expect(content.length).toBeGreaterThan(10);
    const { response } = await acme.context.database.asSystem.idempotencyKey.findFirstOrThrow({
      where: { requestId: first.headers.get("x-request-id") ?? "" },
    });
    expect(response).toMatch(/^v1\./);
    expect(response).not.toContain(content.slice(0, 10));
  });

  it("works through the stock SDK, also for a file, whose form has another boundary at each try", async () => {
    const client = new OpenAI({ apiKey: acme.apiKey, baseURL: `${base}/v1`, maxRetries: 0 });
    const options = { headers: { "Idempotency-Key": randomUUID() } };
    const transcribe = () =>
      client.audio.transcriptions.create(
        { model: "whisper-test", file: new File([Buffer.alloc(64)], "call.wav") },
        options,
      );
    const first = await transcribe();
    expect(await transcribe()).toEqual(first);
    expect(callsTo("whisper-test")).toBe(1);
  });
});
