import { z } from "zod";
import { AppError, ERRORS, type ErrorCode } from "@/lib/contracts/errors";
import { modelType } from "@/lib/contracts/model-type";
import { priceDetails, refusedPrice } from "@/lib/contracts/price";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { classifyModel, toCredentials, verifyProvider } from "@/server/gateway";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { JobHandler, RunningJob } from "@/server/jobs/job-handler";
import { writeAudit } from "@/server/services/audit/write-audit";
import { requireValues } from "@/server/services/provider-configs/stored-values";
import { requireProvider } from "@/server/services/providers/require-provider";
import { noteRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { loadCatalog } from "./load-catalog";
import { type ModelSyncPlan, planModelSync, type StoredModel, type SyncedModel } from "./plan-model-sync";

/** Ten times the longest list of a vendor; every model is held in memory for routing. */
const MOST_MODELS = 5_000;

export interface ModelSyncParts extends Pick<ServiceContext, "database" | "vault" | "egress" | "now"> {
  /** Resolves once calls through the gateway see the tenant's new models. */
  refreshTenant(tenantId: string): Promise<void>;
}

/** Reads a config's models at the provider and writes the whole outcome in one transaction at the end, so that a cancelled sync leaves nothing. */
export function createModelSyncHandler(parts: ModelSyncParts): JobHandler {
  return async (job) => {
    const config = await findConfig(parts, job);
    const definition = requireProvider(config.provider);
    job.report({ done: 0, total: null, item: config.name });
    const values = await requireValues({ actor: { tenantId: job.tenantId }, vault: parts.vault }, config);
    const report = await verifyProvider({
      definition,
      credentials: toCredentials(definition, values),
      egress: parts.egress,
      signal: job.signal,
    });
    job.signal.throwIfAborted();
    const failed = report.stages.find((stage) => stage.outcome === "failed");
    if (failed || !report.models) throw syncFailure(config.name, failed?.code, failed?.message);
    const listed = report.models;
    if (listed.length > MOST_MODELS) {
      throw new AppError(
        "provider_bad_response",
        `"${config.name}" lists ${listed.length} models, more than the ${MOST_MODELS} that Sluice takes from one provider. Check its base URL.`,
      );
    }
    job.report({ done: listed.length, total: listed.length, item: config.name });

    const plan = await parts.database.inTenant(job.tenantId, async (tx) => {
      await job.confirm(tx);
      const plan = await makePlan(tx, definition, config, listed);
      await writePlan(tx, job.tenantId, config, plan, parts.now());
      if (plan.result.refused.length > 0) {
        await writeAudit(tx, systemActor(job.tenantId), {
          action: "model.refuse_price",
          targetId: config.id,
          targetName: config.name,
          changes: { refused: plan.result.refused },
        });
      }
      await noteRouteTests(tx, job.tenantId);
      return plan;
    });
    await parts.refreshTenant(job.tenantId);
    return plan.result;
  };
}

function systemActor(tenantId: string) {
  return { kind: "system" as const, id: null, name: "model sync", tenantId };
}

interface SyncedConfig {
  id: string;
  provider: string;
  name: string;
  encryptedConfig: string;
  lastSyncedAt: Date | null;
}

async function findConfig({ database }: ModelSyncParts, job: RunningJob): Promise<SyncedConfig> {
  const { targetId } = job;
  const config =
    targetId &&
    (await database.inTenant(job.tenantId, (tx) => tx.providerConfig.findUnique({ where: { id: targetId } })));
  if (!config) throw new AppError("not_found", "The provider config was removed before its models could be read.");
  return config;
}

async function makePlan(
  tx: TenantTransaction,
  definition: ProviderDefinition,
  config: SyncedConfig,
  listed: ListedModel[],
): Promise<ModelSyncPlan> {
  const [lookup, rows] = [
    await loadCatalog(tx),
    await tx.tenantModel.findMany({ where: { providerConfigId: config.id } }),
  ];
  return planModelSync({
    definition,
    listed,
    stored: rows.map(toStored),
    isFirstSync: config.lastSyncedAt === null,
    catalog: (model) => lookup(definition.id, model.id, model.baseModelId),
    classify: (model) => classifyModel(model.baseModelId ?? model.id),
  });
}

async function writePlan(
  tx: TenantTransaction,
  tenantId: string,
  config: SyncedConfig,
  plan: ModelSyncPlan,
  now: Date,
): Promise<void> {
  const { id: providerConfigId, provider } = config;
  await tx.tenantModel.createMany({
    data: plan.create.map((model) => ({
      ...toRow(model),
      isEnabled: model.isEnabled,
      tenantId,
      providerConfigId,
      provider,
    })),
  });
  for (const model of plan.update)
    await tx.tenantModel.update({ where: { id: model.id }, data: { ...toRow(model), goneSince: null } });
  await tx.tenantModel.updateMany({ where: { id: { in: plan.gone } }, data: { goneSince: now } });
  await tx.providerConfig.update({ where: { id: providerConfigId }, data: { lastSyncedAt: now } });
}

function toRow({
  modelId,
  displayName,
  type,
  contextWindow,
  maxOutputTokens,
  pricesPerMillion,
  priceSource,
  priceDetails,
  refusedPrice,
  bestFor,
  isDeprecated,
  ...model
}: SyncedModel) {
  return {
    modelId,
    displayName,
    type,
    contextWindow,
    maxOutputTokens,
    supportsStreaming: model.supportsStreaming,
    supportsReasoning: model.supportsReasoning,
    supportsFunctionCalling: model.supportsFunctionCalling,
    supportsVision: model.supportsVision,
    pricesPerMillion: pricesPerMillion ?? Prisma.DbNull,
    priceSource,
    priceDetails: priceDetails ?? Prisma.DbNull,
    refusedPrice: refusedPrice ?? Prisma.DbNull,
    bestFor,
    isDeprecated,
  };
}

const storedPrices = z.record(z.string(), z.string()).nullable();

export function toStored(row: Prisma.TenantModelGetPayload<object>): StoredModel {
  return {
    ...row,
    type: modelType.parse(row.type),
    pricesPerMillion: storedPrices.parse(row.pricesPerMillion),
    priceDetails: priceDetails.safeParse(row.priceDetails).data ?? null,
    refusedPrice: refusedPrice.safeParse(row.refusedPrice).data ?? null,
  };
}

function syncFailure(name: string, code: string | undefined, message: string | undefined): AppError {
  const known = isErrorCode(code) ? code : "provider_unavailable";
  return new AppError(
    known,
    `The models of "${name}" could not be read: ${message ?? "the provider did not list them."} Test the provider, then sync again.`,
  );
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && code in ERRORS;
}
