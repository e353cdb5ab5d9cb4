import { describe, expect, it } from "vitest";
import { Prisma } from "./generated/client";
import { ownershipOf } from "./model-ownership";
import { scopeToTenant, TenantScopeError } from "./scope-to-tenant";

const OWN = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";

describe("scoping to a tenant", () => {
  it.each(["findUnique", "findFirst", "findMany", "count", "aggregate", "groupBy", "delete", "deleteMany"])(
    "narrows %s on a tenant's rows",
    (operation) => {
      expect(scopeToTenant(OWN, "ApiKey", operation, { where: { name: "ci" } }).where).toEqual({
        name: "ci",
        tenantId: OWN,
      });
      expect(scopeToTenant(OWN, "ApiKey", operation, undefined).where).toEqual({ tenantId: OWN });
    },
  );

  it.each([[{ tenantId: undefined }], [null], ["text"], [[]], [{ where: null }], [{ where: undefined }]])(
    "narrows when the arguments are %j",
    (args) => {
      expect(scopeToTenant(OWN, "ApiKey", "findMany", args).where).toEqual({ tenantId: OWN });
    },
  );

  it("gives created rows the tenant, one by one and in bulk", () => {
    expect(scopeToTenant(OWN, "Job", "create", { data: { kind: "model_sync" } }).data).toEqual({
      kind: "model_sync",
      tenantId: OWN,
    });
    expect(scopeToTenant(OWN, "Job", "createMany", { data: [{ kind: "a" }, { kind: "b" }] }).data).toEqual([
      { kind: "a", tenantId: OWN },
      { kind: "b", tenantId: OWN },
    ]);
    const upsert = scopeToTenant(OWN, "Job", "upsert", {
      where: { id: "x" },
      create: { kind: "a" },
      update: { kind: "b" },
    });
    expect(upsert).toEqual({
      where: { id: "x", tenantId: OWN },
      create: { kind: "a", tenantId: OWN },
      update: { kind: "b" },
    });
  });

  it.each([
    ["findMany", { where: { tenantId: OTHER } }],
    ["findMany", { where: { tenantId: { not: "" } } }],
    ["create", { data: { tenantId: OTHER } }],
    ["createMany", { data: [{ tenantId: OWN }, { tenantId: OTHER }] }],
    ["update", { where: { id: "x" }, data: { tenantId: OTHER } }],
    ["upsert", { where: { id: "x" }, create: {}, update: { tenantId: OTHER } }],
  ])("refuses a %s that names another tenant", (operation, args) => {
    expect(() => scopeToTenant(OWN, "ApiKey", operation, args)).toThrow(TenantScopeError);
  });

  it("lets a tenant read the catalog and never write it", () => {
    expect(scopeToTenant(OWN, "LlmModel", "findMany", { take: 1 })).toEqual({ take: 1 });
    for (const operation of ["create", "update", "upsert", "deleteMany"]) {
      expect(() => scopeToTenant(OWN, "LlmModel", operation, {})).toThrow(TenantScopeError);
    }
  });

  it("shows a tenant itself and its members alone, also under conditions of the caller's", () => {
    expect(scopeToTenant(OWN, "Tenant", "findUnique", { where: { id: OTHER } }).where).toEqual({
      id: OTHER,
      AND: [{ id: OWN }],
    });
    expect(scopeToTenant(OWN, "User", "findMany", { where: { AND: { name: "Ada" } } }).where).toEqual({
      AND: [{ memberships: { some: { tenantId: OWN } } }, { name: "Ada" }],
    });
    expect(() => scopeToTenant(OWN, "User", "update", {})).toThrow(TenantScopeError);
    expect(() => scopeToTenant(OWN, "Tenant", "delete", {})).toThrow(TenantScopeError);
  });

  it("closes every model that nobody has placed", () => {
    expect(() => scopeToTenant(OWN, "TenantDataKey", "findMany", {})).toThrow(TenantScopeError);
    expect(() => scopeToTenant(OWN, "Invented", "findMany", {})).toThrow(TenantScopeError);
    expect(Object.values(Prisma.ModelName).filter((model) => ownershipOf(model) === "closed")).toEqual([
      "TenantDataKey",
    ]);
  });
});
