import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { type AttemptView, type RequestDetail, requestDetail, routeTrace } from "@/lib/contracts/request";
import type { LlmAttempt } from "@/server/db/generated/client";
import type { ServiceContext } from "@/server/services/service-context";
import { explainCost } from "./explain-cost";
import { selectRequests } from "./select-requests";

const counts = z.record(z.string(), z.number());

/** One request with its attempts, route and cost receipt. Throws `not_found` for an id that is not the tenant's. */
export async function getRequest({ actor, database }: ServiceContext, { id }: { id: string }): Promise<RequestDetail> {
  const { tenantId } = actor;
  const found = await database.inTenant(tenantId, async (tx) => {
    // The summary comes from the list's own query, so that the sheet and the row can't disagree.
    const [summary] = await selectRequests(tx, { tenantId, filters: { id }, after: null, limit: 1 });
    const row = await tx.llmRequest.findUnique({ where: { id } });
    if (!row || !summary) return null;
    const attempts = await tx.llmAttempt.findMany({ where: { requestId: id }, orderBy: { sequence: "asc" } });
    const configs = await tx.providerConfig.findMany({
      where: { id: { in: attempts.map((attempt) => attempt.providerConfigId) } },
      select: { id: true, name: true },
    });
    return { row, summary, attempts, names: new Map(configs.map((config) => [config.id, config.name])) };
  });
  if (!found)
    throw new AppError(
      "not_found",
      "There is no request of that id in this organization. It may not have been written yet; try again in a second.",
    );
  const { row, summary, attempts, names } = found;
  return requestDetail.parse({
    ...summary,
    completedAt: row.completedAt,
    errorMessage: row.errorMessage,
    warnings: row.warnings,
    usage: row.usage,
    inputCostNanoUsd: row.inputCostNanoUsd.toString(),
    outputCostNanoUsd: row.outputCostNanoUsd.toString(),
    route: routeTrace.nullable().catch(null).parse(row.route),
    attempts: attempts.map((attempt) => toAttemptView(attempt, names.get(attempt.providerConfigId) ?? null)),
  });
}

function toAttemptView(row: LlmAttempt, providerConfigName: string | null): AttemptView {
  const usage = counts.parse(row.usage);
  const receipt = explainCost(usage, row.price, row.serviceTier);
  return {
    id: row.id,
    sequence: row.sequence,
    provider: row.provider,
    providerConfigName,
    model: row.model,
    status: requestDetail.shape.status.parse(row.status),
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    upstreamStatus: row.upstreamStatus,
    usage,
    isUsageEstimated: row.isUsageEstimated,
    isPriced: row.isPriced,
    priceSource: receipt.priceSource,
    costLines: receipt.costLines,
    pricing: receipt.pricing,
    costNanoUsd: row.costNanoUsd.toString(),
    providerCostNanoUsd: row.providerCostNanoUsd?.toString() ?? null,
    startedAt: row.startedAt,
    latencyMs: row.latencyMs,
    timeToFirstTokenMs: row.timeToFirstTokenMs,
    isDrill: row.drillId !== null,
  };
}
