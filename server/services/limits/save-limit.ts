import { AppError } from "@/lib/contracts/errors";
import { type LimitReport, RATE_LIMIT_FIELDS, type RateLimits, type SaveLimitInput } from "@/lib/contracts/rate-limit";
import type { TenantTransaction } from "@/server/db/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { listLimits, pickLimits } from "./list-limits";
import { loadLimitTargets } from "./load-limit-targets";

/** Sets all limits of one scope, or takes them away. Calls fall under them within a second. Throws `not_found` for what is not the tenant's. */
export async function saveLimit(context: ServiceContext, input: SaveLimitInput): Promise<LimitReport> {
  const { database, actor } = context;
  await database.inTenant(actor.tenantId, async (tx) => {
    const target = (await loadLimitTargets(tx, actor.tenantId)).find(
      (each) => each.kind === input.kind && each.scopeId === input.scopeId,
    );
    if (!target)
      throw new AppError(
        "not_found",
        "There is no such key, processor, model or provider in this organization. Load the page again, and choose another.",
        { param: "scopeId" },
      );
    const before = target.own ? pickLimits(target.own) : await store(tx, actor.tenantId, input);
    if (target.own)
      await tx.providerConfig.update({
        where: { id: input.scopeId },
        // A form that was opened before must not put the old limits back.
        data: { ...input.limits, version: { increment: 1 } },
      });
    await writeAudit(tx, actor, {
      action: "rate_limit.save",
      targetId: input.scopeId,
      targetName: target.name,
      changes: { kind: input.kind, ...changesOf(before, input.limits) },
    });
  });
  return listLimits(context);
}

/** Stores the row and hands back what was there before. */
async function store(
  tx: TenantTransaction,
  tenantId: string,
  { kind, scopeId, limits }: SaveLimitInput,
): Promise<RateLimits | null> {
  if (kind === "provider_config") throw new AppError("internal");
  const where = { tenantId_scopeKind_scopeId: { tenantId, scopeKind: kind, scopeId } };
  const before = await tx.rateLimit.findUnique({ where });
  const isGone = RATE_LIMIT_FIELDS.every((field) => limits[field] === null) && (before?.queueMs ?? null) === null;
  if (!isGone)
    await tx.rateLimit.upsert({ where, create: { tenantId, scopeKind: kind, scopeId, ...limits }, update: limits });
  else if (before) await tx.rateLimit.delete({ where });
  return before && pickLimits(before);
}

/** Only what changed: field → before and after. */
function changesOf(before: RateLimits | null, after: RateLimits) {
  const changed = RATE_LIMIT_FIELDS.filter((field) => (before?.[field] ?? null) !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, { before: before?.[field] ?? null, after: after[field] }]));
}
