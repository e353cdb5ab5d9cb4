import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AlertRuleFields } from "@/lib/contracts/alert";
import { Secret } from "@/server/gateway/spec/secret";
import { createChannel } from "@/server/services/notifications/create-channel";
import { createDispatcher } from "@/server/services/notifications/create-dispatcher";
import { createMailer } from "@/server/services/notifications/create-mailer";
import { createNotifier } from "@/server/services/notifications/create-notifier";
import { sendTest } from "@/server/services/notifications/send-test";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { acknowledgeAlert } from "./acknowledge-alert";
import { backtestRule } from "./backtest-rule";
import { countAlerts, markAlertsSeen } from "./count-alerts";
import { createAlertEvaluator } from "./create-alert-evaluator";
import { listAlerts } from "./list-alerts";
import { raiseAlert, resolveAlert } from "./raise-alert";
import { createAlertRule, removeAlertRule, updateAlertRule } from "./save-alert-rule";

const MINUTE = 60_000;

interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
}

let harness: ServiceHarness;
let receiver: Server;
let smtp: SMTPServer;
const received: Received[] = [];
const mails: { to: string[]; text: string }[] = [];
/** What the receiver answers next, by path; 200 otherwise. */
const answers = new Map<string, number[]>();
const clock = { at: new Date("2026-05-04T10:00:00Z") };
const now = () => clock.at;
let acme: ServiceContext;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  harness = await createServiceHarness();
  receiver = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]));
      received.push({ path: req.url ?? "", headers, body: Buffer.concat(chunks).toString() });
      res.writeHead(answers.get(req.url ?? "")?.shift() ?? 200).end("ok");
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", () => resolve()));
});
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await harness.close();
});
beforeEach(async () => {
  clock.at = new Date("2026-05-04T10:00:00Z");
  received.length = 0;
  mails.length = 0;
  answers.clear();
  const context = await harness.addTenant();
  acme = { ...context, now, notifier: notifier() };
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await acme.database.asSystem.alertRule.deleteMany();
  await acme.database.asSystem.alertDelivery.deleteMany();
});

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
const url = (path: string) => `http://127.0.0.1:${portOf(receiver)}${path}`;

function notifier() {
  const mailer = createMailer({
    url: new Secret(`smtp://127.0.0.1:${portOf(smtp.server)}`),
    from: "Sluice <sluice@example.com>",
  });
  closers.push(async () => mailer.close());
  const { egress, vault } = harness.runtime;
  return createNotifier({ egress, vault, mailer, publicUrl: "https://sluice.example", now: () => new Date() });
}

const evaluator = () =>
  createAlertEvaluator({ database: acme.database, now, onTransition: () => undefined, log: fail, everyMs: 0 });
const dispatcher = () =>
  createDispatcher({ database: acme.database, notifier: acme.notifier, now, log: fail, everyMs: 0 });
const fail = (message: string, error?: unknown) => {
  throw new Error(message, { cause: error });
};

const rule = (over: Partial<AlertRuleFields> = {}): AlertRuleFields => ({
  name: "Many errors",
  metric: "error_rate",
  scopeKind: "tenant",
  scopeValue: null,
  threshold: "5000",
  windowMinutes: 15,
  minimumCount: 4,
  cooldownMinutes: 60,
  quietHours: null,
  channelIds: [],
  isEnabled: true,
  ...over,
});

interface Row {
  status?: string;
  at?: Date;
  costNanoUsd?: bigint;
  latencyMs?: number;
  apiKeyId?: string;
  processorId?: string;
  isPriced?: boolean;
}

async function addRequests(count: number, { status = "success", at = clock.at, ...over }: Row = {}) {
  await acme.database.asSystem.llmRequest.createMany({
    data: Array.from({ length: count }, () => ({
      id: randomUUID(),
      tenantId: acme.actor.tenantId,
      source: "api",
      modelType: "llm",
      modelRequested: "m",
      isStream: false,
      status,
      attemptCount: 1,
      promptTokens: 1,
      completionTokens: 1,
      totalTokens: 2,
      usage: {},
      isUsageEstimated: false,
      isPriced: true,
      inputCostNanoUsd: 0n,
      outputCostNanoUsd: 0n,
      costNanoUsd: 0n,
      latencyMs: 10,
      requestedAt: new Date(at.getTime() - 1000),
      ...over,
    })),
  });
}

const pass = (minutes: number) => {
  clock.at = new Date(clock.at.getTime() + minutes * MINUTE);
};
const webhook = async (path: string, isDefault = false) => {
  const { channel, signingSecret } = await createChannel(acme, {
    name: path,
    target: { kind: "webhook", url: url(path) },
    isDefault,
  });
  return { id: channel.id, secret: signingSecret ?? "" };
};
const history = async () => (await listAlerts(acme, { state: "all", limit: 50 })).alerts;

describe("an alert rule", () => {
  it("fires once, tells every channel once, and tells once that it is over, however many evaluators look", async () => {
    const hook = await webhook("/hook");
    const email = await createChannel(acme, {
      name: "mail",
      target: { kind: "email", recipients: ["ops@example.com", "cto@example.com"] },
      isDefault: false,
    });
    const slack = await createChannel(acme, {
      name: "slack",
      target: { kind: "slack", url: url("/slack") },
      isDefault: false,
    });
    await createAlertRule(acme, rule({ channelIds: [hook.id, email.channel.id, slack.channel.id] }));
    await addRequests(3, { status: "error" });
    await addRequests(3);

    await Promise.all([evaluator().run(), evaluator().run(), evaluator().run()]);
    pass(1);
    await Promise.all([evaluator().run(), evaluator().run()]);
    await Promise.all([dispatcher().run(), dispatcher().run(), dispatcher().run()]);
    expect((await history()).map(({ state, value }) => [state, value])).toEqual([["open", "5000"]]);
    expect(received.map(({ path }) => path).toSorted()).toEqual(["/hook", "/slack"]);
    expect(mails.map(({ to }) => to)).toEqual([["ops@example.com", "cto@example.com"]]);
    expect(mails[0]?.text).toMatch(/Subject: \[Sluice\] Acme: Alert: Many errors/);
    expect(mails[0]?.text).toContain("50 % (threshold 50 %)");

    pass(20);
    await Promise.all([evaluator().run(), evaluator().run()]);
    await Promise.all([dispatcher().run(), dispatcher().run()]);
    expect((await history()).map(({ state }) => state)).toEqual(["resolved"]);
    const types = received.filter(({ path }) => path === "/hook").map(({ body }) => JSON.parse(body).type);
    expect(types).toEqual(["alert.opened", "alert.resolved"]);
    expect(mails).toHaveLength(2);
  });

  it("signs its webhooks so that the standard's library verifies them, and no other body", async () => {
    const hook = await webhook("/signed");
    await createAlertRule(acme, rule({ channelIds: [hook.id] }));
    await addRequests(5, { status: "error" });
    await evaluator().run();
    await dispatcher().run();
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    expect(new Webhook(hook.secret).verify(body, headers)).toMatchObject({
      type: "alert.opened",
      data: { alerts: [{ title: "Many errors", metric: "error_rate", unit: "basis_points", value: "10000" }] },
    });
    expect(() => new Webhook(hook.secret).verify(body.replace("10000", "1"), headers)).toThrow();
    expect(() => new Webhook(`whsec_${Buffer.alloc(32).toString("base64")}`).verify(body, headers)).toThrow();
  });

  it("about a processor watches its requests alone, and only one that is there", async () => {
    const { id } = await acme.database.asSystem.processor.create({
      data: { tenantId: acme.actor.tenantId, name: "reader", taskType: "reading" },
    });
    const about = { scopeKind: "processor", minimumCount: 2 } as const;
    await expect(createAlertRule(acme, rule({ ...about, scopeValue: randomUUID() }))).rejects.toMatchObject({
      code: "invalid_request",
      details: { param: "scopeValue" },
    });
    expect((await createAlertRule(acme, rule({ ...about, scopeValue: id }))).scopeName).toBe("reader");
    await addRequests(8, { status: "error" });
    await addRequests(2, { processorId: id });
    await evaluator().run();
    expect(await history()).toEqual([]);
    await addRequests(4, { status: "error", processorId: id });
    pass(1);
    await evaluator().run();
    expect(await history()).toMatchObject([{ state: "open", value: "6667" }]);
  });

  it("stays silent within its cooldown and with too few requests", async () => {
    await createAlertRule(acme, rule());
    await addRequests(3, { status: "error" });
    await evaluator().run();
    expect(await history()).toEqual([]);
    await addRequests(1, { status: "error" });
    pass(1);
    await evaluator().run();
    pass(30);
    await evaluator().run();
    await addRequests(5, { status: "error" });
    pass(1);
    await evaluator().run();
    expect((await history()).map(({ state }) => state)).toEqual(["resolved"]);
    pass(40);
    await addRequests(5, { status: "error" });
    await evaluator().run();
    expect((await history()).map(({ state }) => state)).toEqual(["open", "resolved"]);
  });

  it("is acknowledged by a person, stays so while it lasts, and counts as unread until it is looked at", async () => {
    await createAlertRule(acme, rule());
    await markAlertsSeen(acme);
    pass(1);
    await addRequests(5, { status: "error" });
    await evaluator().run();
    expect(await countAlerts(acme)).toEqual({ unread: 1, open: 1 });
    const [alert] = await history();
    const acknowledged = await acknowledgeAlert(acme, { id: alert?.id ?? "" });
    expect(acknowledged).toMatchObject({ state: "acknowledged", acknowledgedBy: "Ada" });
    pass(1);
    await evaluator().run();
    expect((await history()).map(({ state }) => state)).toEqual(["acknowledged"]);
    expect(await markAlertsSeen(acme)).toEqual({ unread: 0, open: 1 });
    pass(30);
    await evaluator().run();
    expect((await history()).map(({ state }) => state)).toEqual(["resolved"]);
    await expect(acknowledgeAlert(acme, { id: alert?.id ?? "" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("waits with its messages until the quiet hours are over, and tells nothing that is over by then", async () => {
    const quietHours = { fromMinute: 9 * 60, toMinute: 12 * 60 };
    const [lasting, brief] = [await webhook("/lasting"), await webhook("/brief")];
    await createAlertRule(acme, rule({ quietHours, channelIds: [lasting.id], windowMinutes: 1440 }));
    await createAlertRule(acme, rule({ name: "Brief", quietHours, channelIds: [brief.id], windowMinutes: 5 }));
    await addRequests(5, { status: "error" });
    await evaluator().run();
    await dispatcher().run();
    expect((await history()).map(({ state }) => state)).toEqual(["open", "open"]);
    expect(received).toEqual([]);
    pass(60);
    await evaluator().run();
    pass(61);
    await dispatcher().run();
    expect(received.map(({ path }) => path)).toEqual(["/lasting"]);
  });

  it("measures spend, latency and missing prices, of an API key alone where asked", async () => {
    const key = await acme.database.inTenant(acme.actor.tenantId, (tx) =>
      tx.apiKey.create({
        data: {
          tenantId: acme.actor.tenantId,
          name: "k",
          publicId: randomUUID().slice(0, 12),
          secretHmac: "x",
          lastFour: "x",
        },
      }),
    );
    await addRequests(2, { costNanoUsd: 6_000_000_000n, latencyMs: 900, apiKeyId: key.id });
    await addRequests(2, { costNanoUsd: 1_000_000_000n, isPriced: false });
    const scope = { scopeKind: "api_key" as const, scopeValue: key.id, minimumCount: 1 };
    await createAlertRule(acme, rule({ ...scope, name: "a", metric: "spend", threshold: "12000000000" }));
    await createAlertRule(acme, rule({ ...scope, name: "b", metric: "spend", threshold: "12000000001" }));
    await createAlertRule(acme, rule({ ...scope, name: "c", metric: "p95_latency", threshold: "900" }));
    await createAlertRule(acme, rule({ name: "d", metric: "unpriced_requests", threshold: "2" }));
    await createAlertRule(acme, rule({ ...scope, name: "e", metric: "unpriced_requests", threshold: "1" }));
    await evaluator().run();
    expect((await history()).map(({ title, value }) => [title, value]).toSorted()).toEqual([
      ["a", "12000000000"],
      ["c", "900"],
      ["d", "2"],
    ]);
  });

  it("would have fired as often as it then does: the back-test walks the same machine over what is stored", async () => {
    const start = clock.at;
    for (const hours of [100, 50, 2]) {
      await addRequests(5, { status: "error", at: new Date(start.getTime() - hours * 60 * MINUTE) });
    }
    const { cooldownMinutes, metric, minimumCount, scopeKind, scopeValue, threshold, windowMinutes } = rule();
    const condition = { cooldownMinutes, metric, minimumCount, scopeKind, scopeValue, threshold, windowMinutes };
    const result = await backtestRule(acme, condition);
    expect(result).toMatchObject({ firedCount: 3, highest: "10000" });
    expect(result.fired.every(({ openedAt, resolvedAt }) => resolvedAt !== null && resolvedAt > openedAt)).toBe(true);
    expect((await backtestRule(acme, { ...condition, minimumCount: 6 })).firedCount).toBe(0);
    expect((await backtestRule(acme, { ...condition, cooldownMinutes: 60 * 24 * 3 })).firedCount).toBe(2);
  });

  it("that is changed or removed resolves what it had open, and one changed meanwhile is a conflict", async () => {
    const created = await createAlertRule(acme, rule());
    await addRequests(5, { status: "error" });
    await evaluator().run();
    const { id, version } = created;
    const updated = await updateAlertRule(acme, { ...rule({ threshold: "9000" }), id, version });
    expect((await history()).map(({ state }) => state)).toEqual(["resolved"]);
    await expect(updateAlertRule(acme, { ...rule(), id, version })).rejects.toMatchObject({ code: "conflict" });
    pass(1);
    await evaluator().run();
    expect((await history()).map(({ state }) => state)).toEqual(["open", "resolved"]);
    await removeAlertRule(acme, { id: updated.id });
    expect((await history()).map(({ state }) => state)).toEqual(["resolved", "resolved"]);
  });

  it("can't be about another organization's key, nor tell another's channel", async () => {
    const hook = await webhook("/theirs");
    const other = { ...(await harness.addTenant()), now };
    const channelIds = [hook.id];
    await expect(createAlertRule(other, rule({ channelIds }))).rejects.toMatchObject({ code: "invalid_request" });
    const scope = { scopeKind: "api_key" as const, scopeValue: randomUUID() };
    await expect(createAlertRule(other, rule(scope))).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("a message", () => {
  it("is tried again with growing pauses under the same id until it is taken", async () => {
    const hook = await webhook("/flaky");
    answers.set("/flaky", [500, 503]);
    await createAlertRule(acme, rule({ channelIds: [hook.id] }));
    await addRequests(5, { status: "error" });
    await evaluator().run();
    await dispatcher().run();
    await dispatcher().run();
    expect(received).toHaveLength(1);
    expect((await history())[0]?.deliveries).toMatchObject([
      { status: "pending", attempts: 1, error: expect.stringContaining("500") },
    ]);
    pass(1);
    await dispatcher().run();
    pass(1);
    await dispatcher().run();
    pass(10);
    await dispatcher().run();
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect((await history())[0]?.deliveries).toMatchObject([{ status: "sent", attempts: 3, error: null }]);
  });

  it("carries together what is due at once on a channel", async () => {
    const hook = await webhook("/group");
    for (const name of ["one", "two", "three"]) await createAlertRule(acme, rule({ name, channelIds: [hook.id] }));
    await addRequests(5, { status: "error" });
    await evaluator().run();
    await dispatcher().run();
    expect(received).toHaveLength(1);
    expect(JSON.parse(received[0]?.body ?? "{}")).toMatchObject({ type: "alert.batch" });
    expect(JSON.parse(received[0]?.body ?? "{}").data.alerts).toHaveLength(3);
  });

  it("of a part of Sluice without a rule goes to the channels that take such, once while it lasts", async () => {
    await webhook("/budgets", true);
    await webhook("/others");
    const raised = { tenantId: acme.actor.tenantId, key: "budget:1:80", title: "Budget at 80 %", at: clock.at };
    const raise = () => acme.database.inTenant(acme.actor.tenantId, (tx) => raiseAlert(tx, raised));
    const results = await Promise.all([raise(), raise(), raise()]);
    expect(results.filter((id) => id !== null)).toHaveLength(1);
    await dispatcher().run();
    expect(received.map(({ path }) => path)).toEqual(["/budgets"]);
    await acme.database.inTenant(acme.actor.tenantId, (tx) => resolveAlert(tx, raised));
    expect(await raise()).not.toBeNull();
  });

  it("is tested through every kind of channel, and a failure says what the other side said", async () => {
    const hook = await webhook("/test");
    const slack = await createChannel(acme, {
      name: "s",
      target: { kind: "slack", url: url("/slack-test") },
      isDefault: false,
    });
    const email = await createChannel(acme, {
      name: "m",
      target: { kind: "email", recipients: ["a@example.com"] },
      isDefault: false,
    });
    for (const id of [hook.id, slack.channel.id, email.channel.id])
      expect(await sendTest(acme, { id })).toEqual({ isDelivered: true, error: null });
    expect(received.map(({ path }) => path)).toEqual(["/test", "/slack-test"]);
    expect(mails).toHaveLength(1);
    answers.set("/test", [404]);
    expect(await sendTest(acme, { id: hook.id })).toMatchObject({
      isDelivered: false,
      error: expect.stringContaining("404"),
    });
  });
});

describe("a channel", () => {
  it("may not lead into the operator's network, and is judged before it is stored", async () => {
    for (const address of ["http://169.254.169.254/latest", "http://10.0.0.1/hook", "http://localhost:1/hook"]) {
      const target = { kind: "webhook" as const, url: address };
      await expect(createChannel(acme, { name: "bad", target, isDefault: false })).rejects.toMatchObject({
        code: "egress_blocked",
        details: { param: "target.url" },
      });
    }
    expect(await acme.database.asSystem.alertChannel.count({ where: { tenantId: acme.actor.tenantId } })).toBe(0);
  });

  it("keeps its address and secret encrypted, and shows the host alone", async () => {
    const target = { kind: "slack" as const, url: url("/services/T0/B0/verysecret") };
    const { channel } = await createChannel(acme, { name: "s", target, isDefault: false });
    expect(JSON.stringify(channel)).not.toContain("verysecret");
    const row = await acme.database.asSystem.alertChannel.findUniqueOrThrow({ where: { id: channel.id } });
    expect(JSON.stringify(row)).not.toContain("verysecret");
    const audit = await acme.database.asSystem.auditLog.findMany({ where: { targetId: channel.id } });
    expect(JSON.stringify(audit)).not.toContain("verysecret");
  });
});
