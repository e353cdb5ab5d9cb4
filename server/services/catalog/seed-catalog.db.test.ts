import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "@/server/db/client";
import { CATALOG_MODELS, CATALOG_PROVIDERS, CURRENCY_RATES } from "@/server/gateway";
import { removeGlobalSetting } from "@/server/services/global-settings/remove-global-setting";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { GLOBAL_SETTINGS, SYSTEM_SETTINGS } from "./initial-settings";
import { type Catalog, REFUSED_KEY, seedCatalog } from "./seed-catalog";

let server: TestDatabase;
let database: Database;

beforeEach(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url });
});

afterEach(async () => {
  await database.close();
  await server.drop();
});

const builtIn: Catalog = {
  providers: CATALOG_PROVIDERS,
  models: CATALOG_MODELS,
  globalSettings: GLOBAL_SETTINGS,
  systemSettings: SYSTEM_SETTINGS,
  currencyRates: CURRENCY_RATES,
};
const repriced = (modelId: string, inputTokens: string): Catalog => ({
  ...builtIn,
  models: CATALOG_MODELS.map((model) =>
    model.modelId === modelId ? { ...model, pricesPerMillion: { ...model.pricesPerMillion, inputTokens } } : model,
  ),
});
const find = (modelId: string) =>
  database.asSystem.llmModel.findFirstOrThrow({ where: { modelId, providerId: "openai" } });

describe("seeding the catalog", () => {
  it("writes every provider and model with its exact price", async () => {
    expect(await seedCatalog(database)).toEqual({ isChanged: true });
    const rows = await database.asSystem.llmModel.findMany();
    const stored = new Map(rows.map((row) => [`${row.providerId}/${row.modelId}`, row]));
    expect(stored.size).toBe(CATALOG_MODELS.length);
    expect(await database.asSystem.llmProvider.count()).toBe(CATALOG_PROVIDERS.length);
    for (const { providerId, modelId, pricesPerMillion, currency, tiers, bestFor, contextWindow } of CATALOG_MODELS) {
      const row = stored.get(`${providerId}/${modelId}`);
      if (tiers.length > 0 || currency !== "USD")
        expect(row?.priceDetails).toMatchObject({ document: { currency, unitsPerMillion: pricesPerMillion, tiers } });
      // In dollars, by the rate of exchange.
      if (currency !== "USD") continue;
      const { inputTokens, outputTokens, ...others } = pricesPerMillion;
      expect(row?.costInputPerMillion?.eq(inputTokens ?? "NaN")).toBe(inputTokens === undefined ? undefined : true);
      expect(row?.costOutputPerMillion?.eq(outputTokens ?? "NaN")).toBe(outputTokens === undefined ? undefined : true);
      expect([row?.unitPricesPerMillion, row?.bestFor, row?.contextWindow]).toEqual([others, bestFor, contextWindow]);
    }
  });

  it("sets the defaults that the operator starts with", async () => {
    await seedCatalog(database);
    expect(
      await database.asSystem.llmGlobalSetting.findMany({ where: { isDefault: true }, select: { modelName: true } }),
    ).toEqual([{ modelName: "claude-sonnet-4-6" }]);
    const globals = await database.asSystem.llmGlobalSetting.findMany({ orderBy: { modelCategory: "asc" } });
    expect(globals.map(({ modelCategory }) => modelCategory).toSorted()).toEqual(["balanced", "fast", "powerful"]);
    const known = new Set(CATALOG_MODELS.map(({ providerId, modelId }) => `${providerId}/${modelId}`));
    expect(globals.filter(({ provider, modelName }) => !known.has(`${provider}/${modelName}`))).toEqual([]);
    for (const key of ["infra_model_scenario_expansion", "infra_model_summarization"]) {
      const setting = await database.asSystem.systemSetting.findUniqueOrThrow({ where: { key } });
      expect(setting.value).toEqual({ modelId: "gpt-4o-mini", providerId: "openai" });
    }
    expect((await find("gpt-4o-mini")).isDefault).toBe(true);
  });

  it("changes nothing, and quickly, when the content is the same", async () => {
    await seedCatalog(database);
    const before = await find("gpt-4o-mini");
    const start = performance.now();
    expect(await seedCatalog(database)).toEqual({ isChanged: false });
    expect(performance.now() - start).toBeLessThan(300);
    expect(await find("gpt-4o-mini")).toEqual(before);
  });

  it("brings a newer catalog in, and then a newer one still", async () => {
    await seedCatalog(database);
    for (const price of ["0.200001", "0.3"]) {
      expect(await seedCatalog(database, repriced("gpt-4o-mini", price))).toEqual({ isChanged: true });
      expect((await find("gpt-4o-mini")).costInputPerMillion?.toString()).toBe(price);
    }
    expect(await database.asSystem.llmModel.count()).toBe(CATALOG_MODELS.length);
    expect((await find("gpt-4o-mini")).isDefault).toBe(true);
  });

  it("leaves alone what an operator has edited", async () => {
    await seedCatalog(database);
    const { id } = await find("gpt-4o-mini");
    await database.asSystem.llmModel.update({ where: { id }, data: { costInputPerMillion: "9.5" } });
    await database.asSystem.llmProvider.update({ where: { id: "openai" }, data: { requestsPerMinute: 7 } });
    await database.asSystem.systemSetting.update({
      where: { key: "infra_model_summarization" },
      data: { value: { modelId: "gpt-4o", providerId: "openai" } },
    });
    await seedCatalog(database, repriced("gpt-4o-mini", "0.2"));
    expect((await find("gpt-4o-mini")).costInputPerMillion?.toString()).toBe("9.5");
    const { requestsPerMinute } = await database.asSystem.llmProvider.findUniqueOrThrow({ where: { id: "openai" } });
    expect(requestsPerMinute).toBe(7);
    const { value } = await database.asSystem.systemSetting.findUniqueOrThrow({
      where: { key: "infra_model_summarization" },
    });
    expect(value).toEqual({ modelId: "gpt-4o", providerId: "openai" });
  });

  it("does not bring back a global model that an operator took out", async () => {
    await seedCatalog(database);
    const user = { id: "u", name: "Ada" };
    const { id } = await database.asSystem.llmGlobalSetting.findFirstOrThrow({ where: { isDefault: false } });
    await removeGlobalSetting({ database, user }, { id });
    expect(await seedCatalog(database, repriced("gpt-4o-mini", "0.2"))).toEqual({ isChanged: true });
    expect(await database.asSystem.llmGlobalSetting.count()).toBe(2);
  });

  it("keeps the operator's default model, whichever the catalog prefers", async () => {
    await seedCatalog(database);
    const [old, wanted] = [await find("gpt-4o-mini"), await find("gpt-4o")];
    await database.asSystem.$transaction([
      database.asSystem.llmModel.update({ where: { id: old.id }, data: { isDefault: false } }),
      database.asSystem.llmModel.update({ where: { id: wanted.id }, data: { isDefault: true } }),
    ]);
    await seedCatalog(database, repriced("gpt-4.1", "3"));
    const defaults = await database.asSystem.llmModel.findMany({ where: { providerId: "openai", isDefault: true } });
    expect(defaults.map(({ modelId }) => modelId)).toEqual(["gpt-4o"]);
  });

  it("is done once by replicas that start together", async () => {
    const outcomes = await Promise.all(Array.from({ length: 3 }, () => seedCatalog(database)));
    expect(outcomes.filter(({ isChanged }) => isChanged)).toHaveLength(1);
  });

  it.each([
    ["A15: malformed", "abc", "malformed"],
    ["A15: truncated", "0.", "malformed"],
    ["A15: negative", "-0.15", "malformed"],
    ["A15: empty", "", "malformed"],
    ["A15: ten times and more too high", "1.500001", "too_far_off"],
    ["A15: ten times and more too low", "0.014999", "too_far_off"],
    ["A15: suddenly free", "0", "too_far_off"],
  ])(
    "refuses a price that is %s, keeps the old one and says so, while the rest comes in",
    async (_title, price, reason) => {
      await seedCatalog(database);
      const before = await find("gpt-4o-mini");
      const newer = repriced("gpt-4o-mini", price);
      const seeded = await seedCatalog(database, {
        ...newer,
        models: newer.models.map((model) =>
          model.modelId === "gpt-4o" ? { ...model, displayName: "Renamed" } : model,
        ),
      });
      const refused = [{ provider: "openai", model: "gpt-4o-mini", unit: "inputTokens", reason }];
      expect(seeded).toMatchObject({ isChanged: true, refused });
      const after = await find("gpt-4o-mini");
      expect([after.costInputPerMillion, after.costOutputPerMillion, after.unitPricesPerMillion]).toEqual([
        before.costInputPerMillion,
        before.costOutputPerMillion,
        before.unitPricesPerMillion,
      ]);
      expect((await find("gpt-4o")).displayName).toBe("Renamed");
      const kept = await database.asSystem.systemSetting.findUniqueOrThrow({ where: { key: REFUSED_KEY } });
      expect(kept.value).toMatchObject(refused);
    },
  );

  it("A15: takes a price of exactly ten times the old one, and needs no network for any of it", async () => {
    await seedCatalog(database);
    expect(await seedCatalog(database, repriced("gpt-4o-mini", "1.5"))).toEqual({ isChanged: true });
    expect((await find("gpt-4o-mini")).costInputPerMillion?.toString()).toBe("1.5");
  });

  it("starts with dated rates of exchange, and leaves the operator's alone", async () => {
    await seedCatalog(database);
    const day = new Date("2025-06-30");
    await database.asSystem.currencyRate.updateMany({ where: { currency: "CNY" }, data: { usdPerUnit: "0.15" } });
    await seedCatalog(database, repriced("gpt-4o-mini", "0.2"));
    const rates = await database.asSystem.currencyRate.findMany({ where: { asOf: day }, orderBy: { currency: "asc" } });
    expect(rates.map((rate) => [rate.currency, rate.usdPerUnit.toString()])).toEqual([
      ["CNY", "0.15"],
      ["EUR", "1.172"],
      ["GBP", "1.369959088"],
      ["JPY", "0.006927942"],
    ]);
  });
});
