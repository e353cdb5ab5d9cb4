import type { Prisma } from "./generated/client";

/** Rows with a `tenantId`: within a tenant each statement on them is narrowed to it. */
export const TENANT_OWNED_MODELS = [
  "Alert",
  "AlertChannel",
  "AlertDelivery",
  "AlertRule",
  "ApiKey",
  "AuditLog",
  "IdempotencyKey",
  "InvoiceCheck",
  "Budget",
  "BudgetLease",
  "BudgetWindow",
  "ConfigVersion",
  "FallbackDrill",
  "Job",
  "LlmAttempt",
  "LlmRequest",
  "LlmResponseCache",
  "Membership",
  "PriceOverride",
  "Processor",
  "PromptTemplate",
  "ProviderConfig",
  "ProviderHealthSample",
  "RequestExport",
  "RequestExportPart",
  "RouteTest",
  "RoutingPolicy",
  "RoutingReplay",
  "RateLimit",
  "Run",
  "TenantModel",
  "TenantModelSetting",
  "UsageGroupRollup",
  "UsageRollup",
  "UsageStaleHour",
] as const satisfies readonly Prisma.ModelName[];

/** The operator's catalog: read by all, written through `asSystem` alone. */
export const OPERATOR_MODELS = [
  "CurrencyRate",
  "LimitsInfo",
  "LlmGlobalSetting",
  "LlmModel",
  "LlmProvider",
  "PricingInfo",
  "SystemSetting",
  "UsageWatermark",
] as const satisfies readonly Prisma.ModelName[];

/** Carries a `tenantId` and yet is closed to tenants: wrapped data keys are Sluice's own. */
export const SYSTEM_ONLY_MODELS = ["TenantDataKey"] as const satisfies readonly Prisma.ModelName[];

export type Ownership = "tenant-owned" | "catalog" | "tenant" | "member" | "closed";

const OWNERSHIP = new Map<string, Ownership>([
  ...TENANT_OWNED_MODELS.map((model) => [model, "tenant-owned"] as const),
  ...OPERATOR_MODELS.map((model) => [model, "catalog"] as const),
  ["Tenant", "tenant"],
  ["User", "member"],
]);

/** Who may see the rows of a model; one that nobody has placed is closed. */
export function ownershipOf(model: string): Ownership {
  return OWNERSHIP.get(model) ?? "closed";
}
