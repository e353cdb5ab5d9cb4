import { z } from "zod";
import { type ProviderConfigView, publicConfig } from "@/lib/contracts/provider-config";
import { verificationReport } from "@/lib/contracts/verification";
import type { ProviderConfig } from "@/server/db/generated/client";
import type { ServiceContext } from "@/server/services/service-context";
import { deriveConfigStatus } from "./derive-config-status";
import { openValues } from "./stored-values";

const modelCounts = z.object({
  providerConfigId: z.string(),
  modelCount: z.number(),
  enabledModelCount: z.number(),
  unpricedModelCount: z.number(),
});
type ModelCounts = z.infer<typeof modelCounts>;

/** The tenant's provider configs as everybody sees them, in the order in which they are tried. */
export async function loadProviderConfigViews(
  context: ServiceContext,
  where: { id?: string; provider?: string } = {},
): Promise<ProviderConfigView[]> {
  const { rows, counts } = await context.database.inTenant(context.actor.tenantId, async (tx) => ({
    rows: await tx.providerConfig.findMany({
      where,
      orderBy: [{ isDefault: "desc" }, { priority: "asc" }, { name: "asc" }],
    }),
    counts: await tx.$queryRaw`
      SELECT provider_config_id AS "providerConfigId",
        count(*) FILTER (WHERE gone_since IS NULL)::int AS "modelCount",
        count(*) FILTER (WHERE gone_since IS NULL AND is_enabled)::int AS "enabledModelCount",
        count(*) FILTER (WHERE gone_since IS NULL AND is_enabled AND prices_per_million IS NULL)::int AS "unpricedModelCount"
      FROM tenant_models GROUP BY provider_config_id`,
  }));
  const byConfig = new Map(
    z
      .array(modelCounts)
      .parse(counts)
      .map((each) => [each.providerConfigId, each]),
  );
  return Promise.all(rows.map((row) => toView(context, row, byConfig.get(row.id))));
}

async function toView(
  context: ServiceContext,
  row: ProviderConfig,
  counts: ModelCounts | undefined,
): Promise<ProviderConfigView> {
  const lastVerification = verificationReport.nullable().catch(null).parse(row.lastVerification);
  const enabledModelCount = counts?.enabledModelCount ?? 0;
  const isDecryptable = (await openValues(context, row)) !== undefined;
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    ...deriveConfigStatus({ ...row, isDecryptable, lastVerification, enabledModelCount }),
    isValid: row.isValid,
    isEnabled: row.isEnabled,
    isDefault: row.isDefault,
    priority: row.priority,
    publicConfig: publicConfig.catch({ secrets: {}, values: {} }).parse(row.publicConfig),
    healthStatus: row.healthStatus,
    consecutiveFailures: row.consecutiveFailures,
    lastHealthCheckAt: row.lastHealthCheckAt,
    lastValidatedAt: row.lastValidatedAt,
    lastVerification,
    lastSyncedAt: row.lastSyncedAt,
    requestsPerMinute: row.requestsPerMinute,
    tokensPerMinute: row.tokensPerMinute,
    maxParallelRequests: row.maxParallelRequests,
    enabledModelCount,
    modelCount: counts?.modelCount ?? 0,
    unpricedModelCount: counts?.unpricedModelCount ?? 0,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
