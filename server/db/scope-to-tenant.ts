import { ownershipOf } from "./model-ownership";

const READS = new Set([
  "findUnique",
  "findUniqueOrThrow",
  "findFirst",
  "findFirstOrThrow",
  "findMany",
  "count",
  "aggregate",
  "groupBy",
]);
const CREATES = new Set(["create", "createMany", "createManyAndReturn"]);
const UPDATES = new Set(["update", "updateMany", "updateManyAndReturn"]);

type Fields = Record<string, unknown>;

/** A mistake in our own code, never the caller's: it names the model and operation, not the data. */
export class TenantScopeError extends Error {
  override readonly name = "TenantScopeError";
}

/**
 * The arguments of a Prisma operation, narrowed to one tenant: `where` and `data` gain its id. Throws `TenantScopeError` for a model that is
 * closed to tenants, a write to what is only readable, and a `tenantId` other than the transaction's.
 */
export function scopeToTenant(tenantId: string, model: string, operation: string, given: unknown): Fields {
  const args = asFields(given);
  const refuse = (reason: string): never => {
    throw new TenantScopeError(`${model}.${operation} is refused within a tenant: ${reason}.`);
  };
  const own = (fields: unknown): Fields => {
    const known = asFields(fields);
    if (known.tenantId !== undefined && known.tenantId !== tenantId) refuse("it names another tenant");
    return known;
  };
  const narrowed = (fields: unknown): Fields => ({ ...own(fields), tenantId });

  switch (ownershipOf(model)) {
    case "tenant-owned":
      if (CREATES.has(operation)) {
        return { ...args, data: Array.isArray(args.data) ? args.data.map(narrowed) : narrowed(args.data) };
      }
      if (operation === "upsert") {
        return { ...args, where: narrowed(args.where), create: narrowed(args.create), update: own(args.update) };
      }
      if (UPDATES.has(operation)) return { ...args, where: narrowed(args.where), data: own(args.data) };
      return { ...args, where: narrowed(args.where) };
    case "catalog":
      return READS.has(operation) ? args : refuse("the catalog is the operator's");
    case "tenant":
      if (!READS.has(operation) && !UPDATES.has(operation)) refuse("a tenant can't make or remove tenants");
      return { ...args, where: alsoWhere(args.where, { id: tenantId }) };
    case "member":
      if (!READS.has(operation)) refuse("people belong to no tenant");
      return { ...args, where: alsoWhere(args.where, { memberships: { some: { tenantId } } }) };
    case "closed":
      return refuse("the model is closed to tenants");
  }
}

/** Joined by `AND`, because the unique field of a `where` must stay at its top. */
function alsoWhere(where: unknown, condition: Fields): Fields {
  const fields = asFields(where);
  return { ...fields, AND: [condition, ...[fields.AND ?? []].flat()] };
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
