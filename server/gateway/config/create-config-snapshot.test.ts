import { afterEach, expect, it } from "vitest";
import { tenantConfigOf } from "@/server/gateway/testing/config-fixtures";
import type { ConfigStore, TenantConfig } from "./config-store";
import { type ConfigSnapshot, createConfigSnapshot } from "./create-config-snapshot";

const key = {
  id: "key-1",
  publicId: "public",
  secretHmac: "",
  tenantId: "acme",
  name: "key",
  role: "admin" as const,
  expiresAtMs: null,
};
const withKey = tenantConfigOf({ tenantId: "acme", apiKeys: [{ ...key }] });
const withoutKey: TenantConfig = { ...withKey, apiKeys: [] };

interface ScriptedStore extends ConfigStore {
  current: TenantConfig;
  loadCount: number;
  onGap(): void;
  answer(tenants: TenantConfig[]): void;
}

/** A database whose loads of everything, but for the first, answer when the test says so. */
function createStore(): ScriptedStore {
  let finish: ((tenants: TenantConfig[]) => void)[] = [];
  let isFirst = true;
  const store: ScriptedStore = {
    current: withKey,
    loadCount: 0,
    onGap: () => {},
    async loadAll() {
      store.loadCount += 1;
      if (!isFirst) return new Promise<TenantConfig[]>((resolve) => finish.push(resolve));
      isFirst = false;
      return [store.current];
    },
    loadTenant: async () => store.current,
    loadOperator: async () => ({ globals: [] }),
    watch: async (_, onGap) => {
      store.onGap = onGap;
      return { close: async () => undefined };
    },
    answer(tenants: TenantConfig[]) {
      for (const resolve of finish) resolve(tenants);
      finish = [];
    },
  };
  return store;
}

let snapshot: ConfigSnapshot;
afterEach(() => snapshot.close());

it("keeps a key revoked while everything is loaded anew, though that load still saw it", async () => {
  const store = createStore();
  snapshot = await createConfigSnapshot({ store, log: () => undefined });
  store.onGap();
  store.current = withoutKey;
  await snapshot.refreshTenant("acme");
  store.answer([withKey]);
  await expect.poll(() => snapshot.isCurrent()).toBe(true);
  expect(snapshot.apiKey("public")).toBeUndefined();
});

it("keeps a tenant that was made while everything is loaded anew", async () => {
  const store = createStore();
  snapshot = await createConfigSnapshot({ store, log: () => undefined });
  store.onGap();
  store.current = { ...withKey, tenantId: "new", apiKeys: [] };
  await snapshot.refreshTenant("new");
  store.answer([withKey]);
  await expect.poll(() => snapshot.isCurrent()).toBe(true);
  expect(snapshot.tenant("new")).toBeDefined();
});

it("loads once more when changes may have been missed during a load", async () => {
  const store = createStore();
  snapshot = await createConfigSnapshot({ store, log: () => undefined });
  store.onGap();
  store.onGap();
  store.answer([withKey]);
  await expect.poll(() => store.loadCount).toBe(3);
  expect(snapshot.isCurrent()).toBe(false);
  store.answer([withoutKey]);
  await expect.poll(() => snapshot.isCurrent()).toBe(true);
  expect(snapshot.apiKey("public")).toBeUndefined();
});
