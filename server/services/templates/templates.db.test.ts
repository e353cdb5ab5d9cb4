import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTemplateInput } from "@/lib/contracts/template";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { createTemplate } from "./create-template";
import { deleteTemplate } from "./delete-template";
import { getTemplate } from "./get-template";
import { listTemplates } from "./list-templates";
import { renderTemplate } from "./render-template";
import { saveTemplateVersion } from "./save-template-version";

let harness: ServiceHarness;
let acme: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  acme = await harness.addTenant();
});

const input = (over: object = {}) =>
  createTemplateInput.parse({ name: "summary", taskType: "summarize", template: "Sum up {{text}}.", ...over });
const audited = () =>
  acme.database.asSystem.auditLog.findMany({
    where: { tenantId: acme.actor.tenantId, action: { startsWith: "template." } },
    orderBy: { createdAt: "asc" },
    select: { action: true, targetName: true },
  });

describe("a template", () => {
  it("begins at version 1 with the variables of all its texts, and its name is taken then", async () => {
    const made = await createTemplate(acme, input({ modelOverrides: { "small-1": "{{text}}, {{tone}}" } }));
    expect(made).toMatchObject({ version: 1, variables: ["text", "tone"], isOwn: true, isPublic: false });
    expect(await getTemplate(acme, { id: made.id })).toEqual(made);
    await expect(createTemplate(acme, input())).rejects.toMatchObject({ code: "conflict" });
    expect(await audited()).toEqual([{ action: "template.create", targetName: "summary" }]);
  });

  it("gains versions: the latest is listed, the earlier ones stay as they were", async () => {
    const first = await createTemplate(acme, input());
    const second = await saveTemplateVersion(acme, { ...input({ template: "Shorter: {{body}}" }), baseVersion: 1 });
    expect(second).toMatchObject({ version: 2, variables: ["body"] });
    expect((await listTemplates(acme, {})).map(({ id }) => id)).toEqual([second.id]);
    expect((await listTemplates(acme, { versionsOf: "summary" })).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(await getTemplate(acme, { id: first.id })).toEqual(first);
    expect(await renderTemplate(acme, { templateId: first.id, variables: { text: "it" } })).toEqual({
      rendered: "Sum up it.",
      warnings: [],
    });
  });

  it("takes one of two edits of the same version, and says so to the other", async () => {
    await createTemplate(acme, input());
    const edits = await Promise.allSettled(
      ["one", "two"].map((template) => saveTemplateVersion(acme, { ...input({ template }), baseVersion: 1 })),
    );
    expect(edits.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(edits.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    await expect(saveTemplateVersion(acme, { ...input({ name: "none" }), baseVersion: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("goes with all its versions, unless a processor uses one of them", async () => {
    const { id } = await createTemplate(acme, input());
    await saveTemplateVersion(acme, { ...input(), baseVersion: 1 });
    const { tenantId } = acme.actor;
    const processor = { id: randomUUID(), tenantId, name: "reader", taskType: "summarize", templateId: id };
    await acme.database.asSystem.processor.create({ data: processor });
    await expect(deleteTemplate(acme, { name: "summary" })).rejects.toMatchObject({
      code: "has_dependents",
      details: { dependents: ['The processor "reader" uses it.'] },
    });
    await acme.database.asSystem.processor.delete({ where: { id: processor.id } });
    expect(await deleteTemplate(acme, { name: "summary" })).toEqual({ versionCount: 2 });
    expect(await listTemplates(acme, {})).toEqual([]);
    await expect(deleteTemplate(acme, { name: "summary" })).rejects.toMatchObject({ code: "not_found" });
    expect((await audited()).map(({ action }) => action)).toEqual([
      "template.create",
      "template.save_version",
      "template.delete",
    ]);
  });
});

describe("another tenant's template", () => {
  it("can't be seen, rendered or deleted", async () => {
    const { id } = await createTemplate(acme, input());
    const eve = await harness.addTenant("Eve");
    expect(await listTemplates(eve, {})).toEqual([]);
    expect(await listTemplates(eve, { versionsOf: "summary" })).toEqual([]);
    await expect(getTemplate(eve, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteTemplate(eve, { name: "summary" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("can be read and rendered once it is public, and not changed", async () => {
    const { id } = await createTemplate(acme, input());
    await acme.database.asSystem.promptTemplate.update({ where: { id }, data: { isPublic: true } });
    const eve = await harness.addTenant("Eve");
    try {
      expect(await listTemplates(eve, {})).toMatchObject([{ id, isOwn: false, isPublic: true }]);
      expect((await renderTemplate(eve, { templateId: id, variables: { text: "it" } })).rendered).toBe("Sum up it.");
      await expect(saveTemplateVersion(eve, { ...input(), baseVersion: 1 })).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(deleteTemplate(eve, { name: "summary" })).rejects.toMatchObject({ code: "not_found" });
    } finally {
      await deleteTemplate(acme, { name: "summary" });
    }
  });
});
