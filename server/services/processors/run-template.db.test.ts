import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { PlaygroundChatEvent } from "@/lib/contracts/playground";
import { saveProcessorInput } from "@/lib/contracts/processor";
import { createTemplateInput } from "@/lib/contracts/template";
import { exportConfiguration } from "@/server/services/configuration/export-configuration";
import { getJob } from "@/server/services/jobs/get-job";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import { createTemplate } from "@/server/services/templates/create-template";
import { deleteTemplate } from "@/server/services/templates/delete-template";
import { saveTemplateVersion } from "@/server/services/templates/save-template-version";
import { setTemplatePublic } from "@/server/services/templates/set-template-public";
import {
  createServiceHarness,
  type ScriptedUpstream,
  type ServiceHarness,
  startScriptedUpstream,
} from "@/test/service-harness";
import { listProcessors } from "./list-processors";
import { listRuns } from "./list-runs";
import { runProcessor } from "./run-processor";
import { saveProcessor } from "./save-processor";

let harness: ServiceHarness;
let upstream: ScriptedUpstream;
let acme: ServiceContext;
const operator = () => ({ database: harness.runtime.database, user: { id: randomUUID(), name: "Olga" } });

beforeAll(async () => {
  harness = await createServiceHarness();
  upstream = await startScriptedUpstream();
  acme = await harness.addTenant();
  const { jobId } = await createProviderConfig(acme, {
    provider: "openai-compatible",
    config: { base_url: upstream.url },
    skipVerification: false,
  });
  await vi.waitFor(async () => expect((await getJob(acme, { id: jobId ?? "" })).status).toBe("succeeded"), 10_000);
}, 60_000);
afterAll(async () => {
  await harness.close();
  await upstream.close();
});

const template = (name: string, text: string, over: object = {}) =>
  createTemplateInput.parse({ name, taskType: "summarization", template: text, ...over });
const save = (context: ServiceContext, name: string, over: object) =>
  saveProcessor(context, saveProcessorInput.parse({ name, taskType: "reading", configuration: {}, ...over }));
const MODEL = { provider: "openai-compatible", model: "gpt-test" };

async function run(name: string, values: { input?: string; variables?: Record<string, string> }) {
  await harness.snapshot.refreshTenant(acme.actor.tenantId);
  const events: PlaygroundChatEvent[] = [];
  for await (const event of runProcessor(acme, { name, ...values })) events.push(event);
  return events.at(-1);
}
const saidLast = () => upstream.requests.at(-1)?.body;

describe("a processor with a template", () => {
  it("runs on its text with the run's values, the model's own text first, and the run shows which version", async () => {
    const made = await createTemplate(
      acme,
      template("digest", "Sum up {{input}} in {{language}}.", {
        modelOverrides: { "gpt-test": "Briefly, in {{language}}: {{input}}" },
      }),
    );
    await save(acme, "digester", { templateId: made.id, configuration: { model_override: MODEL } });
    const values = { input: "the {{news}}", variables: { language: "French" } };
    expect(await run("digester", values)).toMatchObject({ type: "done" });
    expect(saidLast()).toMatchObject({ messages: [{ role: "user", content: "Briefly, in French: the {{news}}" }] });
    expect(await listRuns(acme, { name: "digester" })).toMatchObject([
      { status: "succeeded", template: { id: made.id, name: "digest", version: 1 } },
    ]);
    await harness.ledger.flush();
    const request = await acme.database.asSystem.llmRequest.findFirst({ where: { templateId: made.id } });
    expect(request).toMatchObject({ modelRequested: "processor:digester", runId: expect.any(String) });
  });

  it("stays with its version when a newer one is saved, until another is chosen", async () => {
    const second = await saveTemplateVersion(acme, { ...template("digest", "New: {{input}}"), baseVersion: 1 });
    const [shown] = await listProcessors(acme);
    expect(shown?.template).toMatchObject({ name: "digest", version: 1, variables: ["language", "input"] });
    // A save that says nothing of the template keeps it.
    await save(acme, "digester", { description: "Daily", configuration: { model_override: MODEL } });
    expect((await listProcessors(acme))[0]?.template?.version).toBe(1);
    await save(acme, "digester", { templateId: second.id, configuration: { model_override: MODEL } });
    expect((await run("digester", { input: "it" }))?.type).toBe("done");
    expect(saidLast()).toMatchObject({ messages: [{ content: "New: it" }] });
    expect((await exportConfiguration(acme)).document).toContain(`template_id: ${second.id}`);
  });

  it.each([
    ["a variable without a value", { input: "it" }, "a value for language, tone"],
    ["a value without a place", { input: "it", variables: { language: "en", tone: "dry", mood: "gay" } }, '"mood"'],
  ])("refuses %s by name, before anything is sent or a run begins", async (_, values, named) => {
    const { id } = await createTemplate(acme, template(`full ${randomUUID()}`, "{{input}} {{language}} {{tone}}"));
    await save(acme, "strict", { templateId: id, configuration: { model_override: MODEL } });
    const before = upstream.requests.length;
    expect(await run("strict", values)).toMatchObject({
      type: "error",
      code: "invalid_request",
      message: expect.stringContaining(named),
    });
    expect(upstream.requests).toHaveLength(before);
    expect(await listRuns(acme, { name: "strict" })).toEqual([]);
  });

  it("can't have one that is nowhere or another organization's, and may have a public one", async () => {
    const eve = await harness.addTenant("Eve");
    const { id } = await createTemplate(eve, template("shared", "Shared: {{input}}"));
    const refusal = {
      code: "invalid_configuration",
      details: { fields: { "processors.borrower.template_id": expect.stringContaining("no such template") } },
    };
    const borrow = (templateId: string) =>
      save(acme, "borrower", { templateId, configuration: { model_override: MODEL } });
    await expect(borrow(randomUUID())).rejects.toMatchObject(refusal);
    await expect(borrow(id)).rejects.toMatchObject(refusal);
    await setTemplatePublic(operator(), { id, isPublic: true });
    await borrow(id);
    expect((await run("borrower", { input: "this" }))?.type).toBe("done");
    expect(saidLast()).toMatchObject({ messages: [{ content: "Shared: this" }] });

    await expect(setTemplatePublic(operator(), { id, isPublic: false })).rejects.toMatchObject({
      code: "has_dependents",
    });
    await expect(deleteTemplate(eve, { name: "shared" })).rejects.toMatchObject({
      code: "has_dependents",
      details: { dependents: ["Processors of other organizations use it."] },
    });
    await save(acme, "borrower", { templateId: null, configuration: { model_override: MODEL } });
    await setTemplatePublic(operator(), { id, isPublic: false });
    await expect(borrow(id)).rejects.toMatchObject(refusal);
    const { tenantId } = eve.actor;
    const audited = await eve.database.asSystem.auditLog.findMany({
      where: { tenantId, targetId: id },
      orderBy: { createdAt: "asc" },
      select: { action: true, actorName: true },
    });
    expect(audited.slice(1)).toEqual([
      { action: "template.publish", actorName: "Olga" },
      { action: "template.unpublish", actorName: "Olga" },
    ]);
  });

  it("without one says its input, and takes no values for what it has not", async () => {
    await save(acme, "plain", { configuration: { model_override: MODEL } });
    expect((await run("plain", { input: "As it is." }))?.type).toBe("done");
    expect(saidLast()).toMatchObject({ messages: [{ content: "As it is." }] });
    for (const values of [{}, { input: "x", variables: { tone: "dry" } }])
      expect(await run("plain", values)).toMatchObject({ type: "error", code: "invalid_request" });
  });
});
