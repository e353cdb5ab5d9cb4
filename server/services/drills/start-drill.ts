import { randomUUID } from "node:crypto";
import type { DrillView, StartDrillInput } from "@/lib/contracts/drill";
import { AppError } from "@/lib/contracts/errors";
import type { TenantTransaction } from "@/server/db/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import { loadDocument } from "@/server/services/configuration/load-document";
import type { ServiceContext } from "@/server/services/service-context";
import { toDrillView } from "./to-drill-view";

const MINUTE_MS = 60_000;

/**
 * Lets calls with one key meet a fault for a while. Throws `not_found` for a key, profile, provider config or model that the organization does
 * not have, and `conflict` while another drill runs: two at once could not be told apart.
 */
export async function startDrill(
  { database, actor, now }: Pick<ServiceContext, "database" | "actor" | "now">,
  { minutes, retryAfterSeconds, ...input }: StartDrillInput,
): Promise<DrillView> {
  return database.inTenant(actor.tenantId, async (tx) => {
    await requireOnly(tx, actor.tenantId, now());
    const key = await requireKey(tx, input.apiKeyId, now());
    const target = await requireTarget(tx, actor.tenantId, input);
    const startedAt = now();
    const row = await tx.fallbackDrill.create({
      data: {
        id: randomUUID(),
        tenantId: actor.tenantId,
        ...input,
        retryAfterSeconds: input.fault === "rate_limited" ? retryAfterSeconds : null,
        startedAt,
        endsAt: new Date(startedAt.getTime() + minutes * MINUTE_MS),
        startedBy: actor.name,
      },
    });
    await writeAudit(tx, actor, {
      action: "fallback_drill.start",
      targetId: row.id,
      targetName: target,
      changes: { apiKey: key, fault: input.fault, minutes },
    });
    return toDrillView(tx, row, startedAt);
  });
}

/** Starts come one after the other, so that of two at once the second sees the first. */
async function requireOnly(tx: TenantTransaction, tenantId: string, now: Date): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`fallback drill ${tenantId}`}, 0))`;
  const running = await tx.fallbackDrill.findFirst({ where: { stoppedAt: null, endsAt: { gt: now } } });
  if (running === null) return;
  throw new AppError("conflict", "Another fallback drill is running. Stop it first, or wait until it is over.");
}

async function requireKey(tx: TenantTransaction, id: string, now: Date): Promise<string> {
  const key = await tx.apiKey.findUnique({ where: { id } });
  if (key && key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now)) return key.name;
  throw new AppError("not_found", "There is no such active API key in this organization.", { param: "apiKeyId" });
}

/** The name of what is taken for down. */
async function requireTarget(
  tx: TenantTransaction,
  tenantId: string,
  { profile, providerConfigId, model }: Pick<StartDrillInput, "profile" | "providerConfigId" | "model">,
): Promise<string> {
  if (profile !== null) {
    const { profiles } = await loadDocument(tx, tenantId);
    if (Object.hasOwn(profiles, profile)) return `profile:${profile}`;
    throw new AppError("not_found", `There is no profile "${profile}" in this organization.`, { param: "profile" });
  }
  const config = await tx.providerConfig.findUnique({ where: { id: providerConfigId ?? "" } });
  if (!config)
    throw new AppError("not_found", "There is no such provider config in this organization.", {
      param: "providerConfigId",
    });
  if (model === null) return config.name;
  if (await tx.tenantModel.findFirst({ where: { providerConfigId: config.id, modelId: model } }))
    return `${config.name}/${model}`;
  throw new AppError("not_found", `"${config.name}" offers no model "${model}".`, { param: "model" });
}
