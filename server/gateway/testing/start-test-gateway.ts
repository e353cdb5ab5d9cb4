import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBudgetBook } from "@/server/gateway/budgets/create-budget-book";
import { createResponseCache } from "@/server/gateway/cache/create-response-cache";
import type {
  ApiKeyEntry,
  ConfigEntry,
  ConfigStore,
  ModelEntry,
  OperatorConfig,
  TenantConfig,
} from "@/server/gateway/config/config-store";
import { createConfigSnapshot } from "@/server/gateway/config/create-config-snapshot";
import { createGateway } from "@/server/gateway/create-gateway";
import type { Egress } from "@/server/gateway/egress/create-egress";
import type { Health } from "@/server/gateway/health/create-health";
import { createLedger } from "@/server/gateway/ledger/create-ledger";
import { createMemoryStore } from "@/server/gateway/ledger/ledger-fixtures";
import type { LedgerStore } from "@/server/gateway/ledger/ledger-store";
import { createLimiter, type Limiter } from "@/server/gateway/limits/create-limiter";
import { configPlace } from "@/server/gateway/secrets/config-place";
import type { StoredDataKey } from "@/server/gateway/secrets/data-key-store";
import { createEncryptionRing } from "@/server/gateway/secrets/encryption-ring";
import { createVault } from "@/server/gateway/secrets/vault";
import type { Price } from "@/server/gateway/spec/price";
import { Secret } from "@/server/gateway/spec/secret";
import { loopbackEgress } from "./call-context";
import { configEntryOf, modelEntryOf, tenantConfigOf } from "./config-fixtures";
import { createMemoryBudgetStore } from "./memory-budget-store";
import { createMemoryCacheStore } from "./memory-cache-store";

/** 0.15 and 0.60 USD per million. */
export const TEST_PRICE: Price = {
  units: { inputTokens: 150_000n, outputTokens: 600_000n, characters: 15_000_000n, audioMs: 100_000n },
  source: "test",
};

export interface TestProvider {
  id: string;
  provider?: string;
  values: Record<string, string>;
  models: (Pick<ModelEntry, "modelId"> & Partial<ModelEntry>)[];
  config?: Partial<ConfigEntry>;
}

export interface TestGatewayOptions {
  tenantId?: string;
  providers: TestProvider[];
  defaults?: TenantConfig["defaults"];
  apiKeys?: ApiKeyEntry[];
  /** Whatever else of the tenant's configuration the test is about. */
  tenant?: Partial<TenantConfig>;
  /** Instead of one in memory of its own; closed by whoever made it. */
  limiter?: Limiter;
  operator?: OperatorConfig;
  /** The operator's own keys, by provider. */
  systemKeys?: ReadonlyMap<string, Secret>;
  /** Instead of one that may reach loopback. */
  egress?: Egress;
  /** Instead of one that goes by the wall clock. */
  health?: Health;
}

/** The real gateway over a real journal and vault; only the database's ports are kept in memory. */
export async function startTestGateway(options: TestGatewayOptions) {
  const tenantId = options.tenantId ?? "tenant-1";
  const dataDir = mkdtempSync(join(tmpdir(), "sluice-gateway-"));
  const store = createMemoryStore();
  const budgetStore = createMemoryBudgetStore();
  for (const { id, limitNanoUsd, blocksAtLimit } of options.tenant?.budgets ?? [])
    budgetStore.budgets.set(id, { limit: limitNanoUsd, blocks: blocksAtLimit });
  const ledgerStore: LedgerStore = {
    async write(batch) {
      const known = new Set(store.attempts.keys());
      await store.write(batch);
      for (const [id, { holds, costNanoUsd }] of store.attempts)
        for (const { leaseId } of known.has(id) ? [] : (holds ?? []))
          if (leaseId !== null) budgetStore.settle(leaseId, BigInt(costNanoUsd));
    },
  };
  const dataKeys = new Map<string, StoredDataKey>();
  const vault = createVault({
    ring: createEncryptionRing([{ id: "k1", key: new Secret(randomBytes(32).toString("base64")) }]),
    store: {
      find: async (id) => dataKeys.get(id) ?? null,
      create: async (id, key) => {
        dataKeys.set(id, key);
      },
    },
  });
  const configs: ConfigEntry[] = [];
  for (const each of options.providers) {
    configs.push(
      configEntryOf(each.id, {
        provider: each.provider ?? "openai-compatible",
        encryptedConfig: await vault.encrypt(tenantId, configPlace(each.id), JSON.stringify(each.values)),
        baseUrl: each.values.base_url ?? null,
        ...each.config,
      }),
    );
  }
  const tenant = tenantConfigOf({
    tenantId,
    configs,
    models: options.providers.flatMap((each) => each.models.map((model) => modelOf(each, model))),
    defaults: options.defaults ?? [],
    apiKeys: options.apiKeys ?? [],
    ...options.tenant,
  });
  const configStore: ConfigStore = {
    loadAll: async () => [tenant],
    loadTenant: async (id) => (id === tenantId ? tenant : null),
    loadOperator: async () => options.operator ?? { globals: [] },
    watch: async () => ({ close: async () => undefined }),
  };
  const egress = options.egress ?? loopbackEgress();
  const ledger = await createLedger({ dataDir, store: ledgerStore, log: () => undefined });
  const budgets = createBudgetBook({ store: budgetStore, log: () => undefined });
  const snapshot = await createConfigSnapshot({ store: configStore, log: () => undefined });
  const limiter = options.limiter ?? createLimiter({ log: () => undefined });
  const cacheStore = createMemoryCacheStore();
  const cache = await createResponseCache({ store: cacheStore, vault, log: () => undefined });
  return {
    tenantId,
    gateway: createGateway({
      snapshot,
      ledger,
      egress,
      vault,
      cache,
      limiter,
      budgets,
      ...(options.health === undefined ? {} : { health: options.health }),
      ...(options.systemKeys === undefined ? {} : { systemKeys: options.systemKeys }),
    }),
    limiter,
    cache,
    cacheStore,
    vault,
    budgets,
    budgetStore,
    snapshot,
    ledger,
    /** What the database would hold, once `ledger.flush()` is through. */
    store,
    async close() {
      await cache.close();
      await snapshot.close();
      await ledger.close();
      if (!options.limiter) limiter.close();
      await budgets.close();
      await egress.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function modelOf(
  { id, provider = "openai-compatible" }: TestProvider,
  over: TestProvider["models"][number],
): ModelEntry {
  return modelEntryOf(id, over.modelId, { provider, price: TEST_PRICE, ...over });
}
