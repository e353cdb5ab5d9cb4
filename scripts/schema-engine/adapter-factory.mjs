import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";

const OID_CHAR = 18; // the catalogue's one-byte type "char"
const OID_TEXT = 25;
const COLUMN_TYPE_CHARACTER = 6; // ColumnTypeEnum.Character of @prisma/driver-adapter-utils

/** The Postgres driver adapter, with what the schema engine needs beyond queries. `connection` as from connectionFields. */
export function adapterFactory(connection) {
  const factory = new PrismaPg(connection);
  const connect = factory.connect.bind(factory);
  return Object.assign(factory, {
    connect: async () => forEngine(await connect()),
    connectToShadowDb: () => connectToShadowDatabase(connection, connect),
  });
}

/**
 * The adapter knows no mapping for "char", which the engine reads from the catalogue when it introspects; and it cuts scripts at each
 * semicolon, also inside function bodies, where Postgres takes a script as it is.
 */
function forEngine(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns = [];
  return Object.assign(adapter, {
    async executeScript(script) {
      await adapter.client.query(script).catch((error) => adapter.onError(error));
    },
    async performIO(query) {
      const result = await performIO(query);
      const fields = result.fields ?? [];
      charColumns = fields.flatMap((field, index) => (field.dataTypeID === OID_CHAR ? [index] : []));
      for (const index of charColumns) fields[index].dataTypeID = OID_TEXT;
      return result;
    },
    async queryRaw(query) {
      const result = await queryRaw(query);
      for (const index of charColumns) result.columnTypes[index] = COLUMN_TYPE_CHARACTER;
      return result;
    },
  });
}

/** The adapter's own way drops the shadow database while its pool is still connected to it, which Postgres refuses. */
async function connectToShadowDatabase(connection, connect) {
  const admin = await connect();
  const database = `prisma_migrate_shadow_db_${randomUUID()}`;
  await admin.executeScript(`CREATE DATABASE "${database}"`);
  const shadow = await new PrismaPg({ ...connection, database }).connect();
  const dispose = shadow.dispose.bind(shadow);
  return forEngine(
    Object.assign(shadow, {
      async dispose() {
        await dispose();
        await admin.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        await admin.dispose();
      },
    }),
  );
}
