import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { Database, TenantTransaction } from "@/server/db/client";
import type { LlmAttempt, TenantModel } from "@/server/db/generated/client";
import type { JobHandler, RunningJob } from "@/server/jobs/job-handler";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { CostCorrection, CostCorrectionListener } from "./cost-corrections";
import { loadPriceBook } from "./effective-prices";
import { priceKnownFor, type Recharge, rechargeAttempt } from "./recharge-attempt";
import { attemptsOf } from "./select-repriced";

/** Small enough that a batch holds its rows for a moment only. */
const BATCH = 500;

const repricingParams = z.object({ from: z.coerce.date(), to: z.coerce.date(), scope: z.enum(["unpriced", "all"]) });

export interface RepricingParts {
  database: Database;
  now(): Date;
  /** Told of every corrected cost, in the same transaction. */
  onCostsCorrected: readonly CostCorrectionListener[];
}

/**
 * Charges a model's attempts of a period again at the price known by now, batch by batch: attempts, their requests' sums and what listens change
 * together. A cancelled job keeps the batches that are done, and says how far it came; run again, it finds nothing left to change in them.
 */
export function createRepricingHandler(parts: RepricingParts): JobHandler {
  return async (job) => {
    const params = repricingParams.parse(job.params);
    const { database } = parts;
    const findModel = (tx: TenantTransaction) =>
      job.targetId ? tx.tenantModel.findUnique({ where: { id: job.targetId } }) : null;
    const total = await database.inTenant(job.tenantId, async (tx) => {
      const model = await findModel(tx);
      if (!model) throw new AppError("not_found", "The model was removed before its attempts could be charged again.");
      return tx.llmAttempt.count({ where: attemptsOf(model, params) });
    });
    const sum = { examined: 0, changed: 0, unpriced: 0, requestsChanged: 0, before: 0n, after: 0n };
    let last: Pick<LlmAttempt, "startedAt" | "id"> | undefined;
    for (;;) {
      job.report({ done: sum.examined, total, item: job.targetName });
      job.signal.throwIfAborted();
      const batch = await database.inTenant(job.tenantId, async (tx) => {
        await job.confirm(tx);
        const model = await findModel(tx);
        if (!model) throw new AppError("not_found", "The model was removed while its attempts were charged again.");
        return recharge(tx, parts, job, model, params, last);
      });
      sum.examined += batch.examined;
      sum.changed += batch.changed;
      sum.unpriced += batch.unpriced;
      sum.requestsChanged += batch.requestsChanged;
      sum.before += batch.before;
      sum.after += batch.after;
      last = batch.last;
      if (batch.examined < BATCH) break;
    }
    return {
      examined: sum.examined,
      changed: sum.changed,
      unpriced: sum.unpriced,
      requestsChanged: sum.requestsChanged,
      beforeNanoUsd: sum.before.toString(),
      afterNanoUsd: sum.after.toString(),
    };
  };
}

async function recharge(
  tx: TenantTransaction,
  { now, onCostsCorrected }: RepricingParts,
  job: RunningJob,
  model: TenantModel,
  params: z.infer<typeof repricingParams>,
  last: Pick<LlmAttempt, "startedAt" | "id"> | undefined,
) {
  const where = attemptsOf(model, params);
  const attempts = await tx.llmAttempt.findMany({
    where: last
      ? {
          AND: [
            where,
            { OR: [{ startedAt: { gt: last.startedAt } }, { startedAt: last.startedAt, id: { gt: last.id } }] },
          ],
        }
      : where,
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    take: BATCH,
  });
  const book = await loadPriceBook(tx, now().getTime());
  const charges: (readonly [LlmAttempt, Recharge])[] = [];
  let unpriced = 0;
  let before = 0n;
  let after = 0n;
  for (const attempt of attempts) {
    const charged = rechargeAttempt(attempt, priceKnownFor(book, model, attempt.startedAt), params.scope);
    before += attempt.costNanoUsd;
    after += charged ? charged.charge.costNanoUsd : attempt.costNanoUsd;
    if (!charged) {
      if (!attempt.isPriced) unpriced += 1;
      continue;
    }
    charges.push([attempt, charged]);
  }
  if (charges.length > 0) await writeCharges(tx, charges);
  const corrections = charges.map(([attempt, charged]) => toCorrection(attempt, charged));
  const requestsChanged = corrections.length > 0 ? await sumRequests(tx, corrections) : 0;
  if (corrections.length > 0) {
    for (const listener of onCostsCorrected) await listener(tx, corrections);
    await writeAudit(tx, actorOf(job), {
      action: "prices.reprice",
      targetId: model.id,
      targetName: model.modelId,
      changes: {
        attempts: corrections.length,
        costNanoUsd: {
          before: corrections.reduce((sum, each) => sum + each.beforeNanoUsd, 0n).toString(),
          after: corrections.reduce((sum, each) => sum + each.afterNanoUsd, 0n).toString(),
        },
      },
    });
  }
  return {
    examined: attempts.length,
    changed: corrections.length,
    unpriced,
    requestsChanged,
    before,
    after,
    last: attempts.at(-1),
  };
}

function actorOf(job: RunningJob) {
  return { kind: "system" as const, id: null, name: "re-pricing", tenantId: job.tenantId };
}

/** Only the columns that a tenant's transaction may change of an attempt. */
async function writeCharges(
  tx: TenantTransaction,
  charges: readonly (readonly [LlmAttempt, Recharge])[],
): Promise<void> {
  const rows = charges.map(([{ id }, { charge, price }]) => ({
    id,
    price,
    input: charge.inputCostNanoUsd.toString(),
    output: charge.outputCostNanoUsd.toString(),
    cost: charge.costNanoUsd.toString(),
  }));
  await tx.$executeRaw`
    UPDATE llm_attempts a SET is_priced = true, price = r.price, input_cost_nano_usd = r.input, output_cost_nano_usd = r.output,
      cost_nano_usd = r.cost
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, price jsonb, input bigint, output bigint, cost bigint)
    WHERE a.id = r.id`;
}

/** A request costs what its attempts do. Returns how many changed; a request that is not written yet will be summed by the ledger from what it knew. */
async function sumRequests(tx: TenantTransaction, corrections: readonly CostCorrection[]): Promise<number> {
  const ids = [...new Set(corrections.map(({ requestId }) => requestId))];
  return tx.$executeRaw`
    UPDATE llm_requests r SET is_priced = s.is_priced, input_cost_nano_usd = s.input_cost, output_cost_nano_usd = s.output_cost,
      cost_nano_usd = s.cost
    FROM (
      SELECT request_id, bool_and(is_priced) AS is_priced, sum(input_cost_nano_usd)::bigint AS input_cost,
        sum(output_cost_nano_usd)::bigint AS output_cost, sum(cost_nano_usd)::bigint AS cost
      FROM llm_attempts WHERE request_id = ANY(${ids}::uuid[]) GROUP BY request_id
    ) s
    WHERE r.id = s.request_id`;
}

function toCorrection(attempt: LlmAttempt, { charge }: Recharge): CostCorrection {
  return {
    attemptId: attempt.id,
    requestId: attempt.requestId,
    tenantId: attempt.tenantId,
    providerConfigId: attempt.providerConfigId,
    model: attempt.model,
    apiKeyId: attempt.apiKeyId,
    userId: attempt.userId,
    processorId: attempt.processorId,
    taskType: attempt.taskType,
    startedAt: attempt.startedAt,
    wasPriced: attempt.isPriced,
    isPriced: true,
    beforeNanoUsd: attempt.costNanoUsd,
    afterNanoUsd: charge.costNanoUsd,
  };
}
