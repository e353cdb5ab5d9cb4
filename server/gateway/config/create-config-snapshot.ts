import { type ApiKeyEntry, type ConfigStore, OPERATOR } from "./config-store";
import { indexOperator, type OperatorSnapshot } from "./operator-snapshot";
import { indexTenant, type TenantSnapshot } from "./tenant-snapshot";

export interface ConfigSnapshot {
  tenant(tenantId: string): TenantSnapshot | undefined;
  apiKey(publicId: string): ApiKeyEntry | undefined;
  /** What the operator decides for all tenants. */
  operator(): OperatorSnapshot;
  /** False while changes may have been missed: an unknown key then may be a new one. */
  isCurrent(): boolean;
  /** Reads one tenant anew; resolves once calls see it. Reads of one tenant never overtake each other. */
  refreshTenant(tenantId: string): Promise<void>;
  refreshOperator(): Promise<void>;
  close(): Promise<void>;
}

export interface ConfigSnapshotOptions {
  store: ConfigStore;
  log: (message: string, error?: unknown) => void;
  /** Backstop for notices lost without a gap being seen. */
  reloadEveryMs?: number;
}

/** Loads every tenant, then keeps up with changes. The hot path reads memory alone; with the database gone it serves what it last saw. */
export async function createConfigSnapshot({
  store,
  log,
  reloadEveryMs = 30_000,
}: ConfigSnapshotOptions): Promise<ConfigSnapshot> {
  const tenants = new Map<string, TenantSnapshot>();
  const apiKeys = new Map<string, ApiKeyEntry>();
  const inOrder = new Map<string, Promise<void>>();
  let operator = indexOperator({ globals: [] });
  let isCurrent = false;
  let reloading: Promise<void> | undefined;
  let isAskedAgain = false;
  /** Tenants read on their own since the last load of all began. */
  let readSinceReload = new Set<string>();

  function put(tenantId: string, next: TenantSnapshot | undefined): void {
    for (const key of tenants.get(tenantId)?.apiKeys ?? []) apiKeys.delete(key.publicId);
    if (!next) {
      tenants.delete(tenantId);
      return;
    }
    tenants.set(tenantId, next);
    for (const key of next.apiKeys) apiKeys.set(key.publicId, key);
  }

  async function reload(): Promise<void> {
    const read = new Set<string>();
    readSinceReload = read;
    const [loaded] = await Promise.all([store.loadAll(), refreshOperator()]);
    const seen = new Set(loaded.map((config) => config.tenantId));
    for (const tenantId of [...tenants.keys()])
      if (!seen.has(tenantId) && !read.has(tenantId)) put(tenantId, undefined);
    // A tenant read meanwhile may be newer than this load, so that a key revoked just now must not come back.
    for (const config of loaded) if (!read.has(config.tenantId)) put(config.tenantId, indexTenant(config));
  }

  async function reloadUntilCurrent(): Promise<void> {
    do {
      isAskedAgain = false;
      await reload();
    } while (isAskedAgain);
    isCurrent = true;
  }

  function reloadInBackground(): void {
    isAskedAgain = true;
    reloading ??= reloadUntilCurrent()
      .catch((error: unknown) => {
        isCurrent = false;
        log("The configuration could not be read again; serving what was last read.", error);
      })
      .finally(() => {
        reloading = undefined;
      });
  }

  function refreshTenant(tenantId: string): Promise<void> {
    return inTurn(tenantId, async () => {
      const config = await store.loadTenant(tenantId);
      readSinceReload.add(tenantId);
      put(tenantId, config ? indexTenant(config) : undefined);
    });
  }

  function refreshOperator(): Promise<void> {
    return inTurn(OPERATOR, async () => {
      operator = indexOperator(await store.loadOperator());
    });
  }

  /** Reads of one thing never overtake each other. */
  function inTurn(name: string, read: () => Promise<void>): Promise<void> {
    const before = inOrder.get(name) ?? Promise.resolve();
    const run = before.catch(() => undefined).then(read);
    inOrder.set(name, run);
    const forget = () => {
      if (inOrder.get(name) === run) inOrder.delete(name);
    };
    run.then(forget, forget);
    return run;
  }

  // Watching begins before the first load, so that no change falls between the two.
  const watch = await store.watch(
    (changed) => {
      const read = changed === OPERATOR ? refreshOperator() : refreshTenant(changed);
      read.catch((error: unknown) => {
        isCurrent = false;
        log("A changed configuration could not be read; serving what was last read.", error);
      });
    },
    () => {
      isCurrent = false;
      reloadInBackground();
    },
  );
  await reloadUntilCurrent();
  const timer = setInterval(() => {
    if (!reloading) reloadInBackground();
  }, reloadEveryMs);
  timer.unref();

  return {
    tenant: (tenantId) => tenants.get(tenantId),
    apiKey: (publicId) => apiKeys.get(publicId),
    operator: () => operator,
    isCurrent: () => isCurrent,
    refreshTenant,
    refreshOperator,
    async close() {
      clearInterval(timer);
      await watch.close();
      await reloading;
    },
  };
}
