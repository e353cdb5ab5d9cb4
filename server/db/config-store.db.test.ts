import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { createDatabase, type Database } from "./client";
import { createConfigStore } from "./config-store";

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

it.each(["5000000", "1e3", `0.${"1".repeat(30)}`])(
  "loads every tenant though one has a model whose price is %s, and calls that model unpriced",
  async (price) => {
    const system = database.asSystem;
    const [eve, acme] = await Promise.all(
      ["eve", "acme"].map((name) => system.tenant.create({ data: { name, slug: `${name}-${crypto.randomUUID()}` } })),
    );
    if (!eve || !acme) throw new Error("two tenants are needed");
    const config = await system.providerConfig.create({
      data: { tenantId: eve.id, provider: "openrouter", name: "evil", encryptedConfig: "x" },
    });
    await system.tenantModel.create({
      data: {
        tenantId: eve.id,
        providerConfigId: config.id,
        provider: "openrouter",
        modelId: "m",
        displayName: "m",
        type: "llm",
        pricesPerMillion: { inputTokens: price },
      },
    });
    const loaded = await createConfigStore(database).loadAll();
    expect(loaded.map((tenant) => tenant.tenantId)).toEqual(expect.arrayContaining([eve.id, acme.id]));
    expect(loaded.find((tenant) => tenant.tenantId === eve.id)?.models).toMatchObject([{ price: null }]);
  },
);
