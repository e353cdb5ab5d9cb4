import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { saveGlobalSettingInput } from "@/lib/contracts/global-setting";
import { createConfigStore } from "@/server/db/config-store";
import { createConfigSnapshot } from "@/server/gateway";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { listOperatorSettings } from "./list-operator-settings";
import { removeGlobalSetting } from "./remove-global-setting";
import { saveGlobalSetting } from "./save-global-setting";
import { setDefaultGlobalSetting } from "./set-default-global-setting";
import { setInfraModel } from "./set-infra-model";
import { setSystemKeys } from "./set-system-keys";

let harness: ServiceHarness;
const user = { id: "11111111-1111-4111-8111-111111111111", name: "Olga" };
const context = () => ({ database: harness.runtime.database, gateway: harness.runtime.gateway, user });
const system = () => harness.runtime.database.asSystem;

beforeAll(async () => {
  harness = await createServiceHarness();
  for (const name of ["anthropic", "openai", "asleep"]) {
    await system().llmProvider.create({ data: { id: name, name, displayName: name, isEnabled: name !== "asleep" } });
  }
  const prices = { costInputPerMillion: "1", costOutputPerMillion: "2" };
  await system().llmModel.createMany({
    data: [
      { providerId: "anthropic", modelId: "sonnet", displayName: "Sonnet", maxOutputTokens: 8_000, ...prices },
      { providerId: "anthropic", modelId: "relic", displayName: "Relic", status: "DEPRECATED", ...prices },
      { providerId: "openai", modelId: "mini", displayName: "Mini", bestFor: ["riddles"], ...prices },
      { providerId: "openai", modelId: "embed", displayName: "Embed", type: "text_embedding" },
      { providerId: "asleep", modelId: "dream", displayName: "Dream" },
    ],
  });
}, 60_000);
afterAll(() => harness.close());
beforeEach(async () => {
  await system().llmGlobalSetting.deleteMany();
});

const input = (over: object = {}) =>
  saveGlobalSettingInput.parse({
    edits: null,
    model: { provider: "anthropic", model: "sonnet" },
    displayName: "Sonnet for all",
    category: "balanced",
    isDefault: false,
    isActive: true,
    inputPerMillion: null,
    outputPerMillion: null,
    ...over,
  });
const save = (over: object = {}) => saveGlobalSetting(context(), input(over));
const list = async () => (await listOperatorSettings(context())).globals;
const latest = () => system().auditLog.findFirst({ where: { tenantId: null }, orderBy: { createdAt: "desc" } });

describe("a global model", () => {
  it("is kept with everything that was said of it, and an audit row that no tenant reads", async () => {
    const { id } = await save({
      isDefault: true,
      description: "For most work",
      settings: { temperature: 0.3, max_tokens: 8_000 },
      bestFor: ["code", "riddles"],
      inputPerMillion: "3",
      outputPerMillion: "15",
    });
    expect(await list()).toMatchObject([
      {
        id,
        description: "For most work",
        settings: { temperature: 0.3, max_tokens: 8_000 },
        bestFor: ["code", "riddles"],
        inputPerMillion: "3",
        isDefault: true,
        version: 1,
        faults: [],
        isLent: false,
      },
    ]);
    expect(await latest()).toMatchObject({ action: "global_setting.create", actorName: "Olga", targetId: id });
    const { actor, database } = await harness.addTenant();
    const seen = await database.inTenant(actor.tenantId, (tx) => tx.auditLog.count());
    expect(seen).toBe(0);
  });

  it("is live in every replica's calls at once, and out of them when it is deleted", async () => {
    const replica = await createConfigSnapshot({
      store: createConfigStore(harness.runtime.database),
      log: () => undefined,
      reloadEveryMs: 3_600_000,
    });
    try {
      await save({ isDefault: true });
      const { id } = await save({ category: "fast", description: "Quick", bestFor: ["code"], settings: { seed: 4 } });
      await expect
        .poll(() => replica.operator().byCategory.get("fast"))
        .toMatchObject([{ id, settings: { seed: 4 }, model: { modelId: "sonnet", bestFor: ["code"] } }]);
      expect(replica.operator().default?.category).toBe("balanced");
      await setSystemKeys(context(), { isAllowed: true, providers: ["openai"] });
      await expect
        .poll(() => ["openai", "anthropic"].map((provider) => replica.operator().lends(provider)))
        .toEqual([true, false]);
      await setSystemKeys(context(), { isAllowed: true, providers: null });
      await removeGlobalSetting(context(), { id });
      await expect.poll(() => replica.operator().byCategory.get("fast")).toBeUndefined();
    } finally {
      await replica.close();
    }
  });

  it("is refused as a whole, with every reason by its field", async () => {
    await save({ isDefault: true });
    const refused = save({
      category: "fast",
      isDefault: true,
      settings: { temperature: 1.5, max_tokens: 9_000 },
      bestFor: ["code", "jugglery"],
      inputPerMillion: "1",
    });
    await expect(refused).rejects.toMatchObject({
      code: "invalid_configuration",
      details: {
        fields: {
          "settings.temperature": expect.stringContaining("at most 1"),
          "settings.max_tokens": expect.stringContaining("at most 8000"),
          bestFor: expect.stringContaining('"jugglery"'),
          outputPerMillion: expect.stringContaining("neither"),
          isDefault: expect.stringContaining("Sonnet for all"),
        },
      },
    });
    expect(await list()).toHaveLength(1);
  });

  it.each([
    ["anthropic", "nowhere", "not in the catalog"],
    ["anthropic", "relic", "gone"],
    ["asleep", "dream", "disabled"],
  ])("is refused where its model %s/%s can't be called", async (provider, model, reason) => {
    await expect(save({ model: { provider, model } })).rejects.toMatchObject({
      code: "invalid_configuration",
      details: { fields: { model: expect.stringContaining(reason) } },
    });
    expect(await list()).toEqual([]);
  });

  it("whose model goes later says so in the list", async () => {
    await save();
    await system().llmModel.updateMany({ where: { modelId: "sonnet" }, data: { status: "DEPRECATED" } });
    expect((await list())[0]?.faults).toEqual([expect.stringContaining("gone")]);
    await system().llmModel.updateMany({ where: { modelId: "sonnet" }, data: { status: "ACTIVE" } });
  });

  it("takes one of two edits of the same version, and tells the other", async () => {
    const { id } = await save();
    const edits = { id, version: 1 };
    await save({ edits, displayName: "First" });
    await expect(save({ edits, displayName: "Second" })).rejects.toMatchObject({ code: "conflict" });
    expect(await list()).toMatchObject([{ displayName: "First", version: 2 }]);
    expect(await latest()).toMatchObject({ action: "global_setting.update", changes: { displayName: {} } });
  });
});

describe("the default", () => {
  it("is one at every moment: it moves, and is neither deleted, given up nor put to rest", async () => {
    const [first, second] = [await save({ isDefault: true }), await save({ category: "fast", displayName: "Fast" })];
    await expect(removeGlobalSetting(context(), first)).rejects.toMatchObject({ code: "has_dependents" });
    const edits = { id: first.id, version: 1 };
    await expect(save({ edits, isDefault: false })).rejects.toMatchObject({ code: "invalid_configuration" });
    await expect(save({ edits, isDefault: true, isActive: false })).rejects.toMatchObject({
      details: { fields: { isActive: expect.stringContaining("active") } },
    });
    await setDefaultGlobalSetting(context(), second);
    expect((await list()).map(({ id, isDefault }) => [id, isDefault])).toEqual([
      [second.id, true],
      [first.id, false],
    ]);
    await removeGlobalSetting(context(), first);
    expect(await list()).toHaveLength(1);
  });

  it("stays one when two operators move it together", async () => {
    const rows = [await save({ isDefault: true })];
    for (const category of ["fast", "powerful"]) rows.push(await save({ category }));
    await Promise.all(rows.map((row) => setDefaultGlobalSetting(context(), row)));
    expect((await list()).filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });
});

describe("the installation's own settings", () => {
  it("name a chat model of the catalog for each job, and nothing else", async () => {
    const job = "summarization";
    await setInfraModel(context(), { job, model: { providerId: "openai", modelId: "mini" } });
    await expect(
      setInfraModel(context(), { job, model: { providerId: "openai", modelId: "embed" } }),
    ).rejects.toMatchObject({ code: "invalid_configuration" });
    await expect(
      setInfraModel(context(), { job, model: { providerId: "anthropic", modelId: "relic" } }),
    ).rejects.toMatchObject({ code: "invalid_configuration" });
    expect((await listOperatorSettings(context())).infraModels).toContainEqual({
      job,
      model: { providerId: "openai", modelId: "mini" },
      fault: null,
    });
    expect(await latest()).toMatchObject({ action: "infra_model.set", targetName: job });
  });

  it("lend keys of known providers only", async () => {
    await expect(setSystemKeys(context(), { isAllowed: true, providers: ["opnai"] })).rejects.toMatchObject({
      code: "invalid_configuration",
      details: { fields: { "providers.0": expect.stringContaining("opnai") } },
    });
    await setSystemKeys(context(), { isAllowed: false, providers: null });
    expect((await listOperatorSettings(context())).systemKeys).toEqual({
      policy: { isAllowed: false, providers: null },
      inEnvironment: [],
    });
  });
});
