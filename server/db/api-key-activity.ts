import type { Database } from "./client";
import type { DatabaseLog } from "./database-log";

const WRITE_EVERY_MS = 15_000;

export interface ApiKeyActivity {
  markUsed(apiKeyId: string): void;
  close(): Promise<void>;
}

/** Notes when API keys were last used, in one statement every few seconds: the hot path writes to memory. */
export function createApiKeyActivity(database: Database, log: DatabaseLog): ApiKeyActivity {
  let used = new Set<string>();
  async function write(): Promise<void> {
    if (used.size === 0) return;
    const ids = [...used];
    used = new Set();
    try {
      await database.asSystem.apiKey.updateMany({ where: { id: { in: ids } }, data: { lastUsedAt: new Date() } });
    } catch (error) {
      for (const id of ids) used.add(id);
      log({ level: "warn", msg: "The last use of API keys could not be written; it is tried again.", error });
    }
  }
  const timer = setInterval(write, WRITE_EVERY_MS);
  timer.unref();
  return {
    markUsed: (apiKeyId) => used.add(apiKeyId),
    async close() {
      clearInterval(timer);
      await write();
    },
  };
}
