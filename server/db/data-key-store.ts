import type { DataKeyStore } from "@/server/gateway/secrets/data-key-store";
import type { Database } from "./client";

/** Tenants' wrapped data keys, newest version first. */
export function createDataKeyStore(database: Database): DataKeyStore {
  return {
    find: (tenantId) =>
      database.asSystem.tenantDataKey.findFirst({
        where: { tenantId },
        orderBy: { version: "desc" },
        select: { version: true, wrappedKey: true, rootKeyId: true },
      }),
    async create(tenantId, key) {
      await database.asSystem.tenantDataKey.create({ data: { tenantId, ...key } });
    },
  };
}
