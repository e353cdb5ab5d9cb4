import { type DrillView, drillFault } from "@/lib/contracts/drill";
import type { TenantTransaction } from "@/server/db/client";
import type { FallbackDrill } from "@/server/db/generated/client";

/** Drills with the names of what they are about, as far as that is still there. */
export async function toDrillViews(
  tx: TenantTransaction,
  rows: readonly FallbackDrill[],
  now: Date,
): Promise<DrillView[]> {
  const keys = await tx.apiKey.findMany({
    where: { id: { in: rows.map(({ apiKeyId }) => apiKeyId) } },
    select: { id: true, name: true },
  });
  const configs = await tx.providerConfig.findMany({
    where: { id: { in: rows.flatMap(({ providerConfigId }) => providerConfigId ?? []) } },
    select: { id: true, name: true },
  });
  const nameOfKey = new Map(keys.map(({ id, name }) => [id, name]));
  const nameOfConfig = new Map(configs.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    apiKeyId: row.apiKeyId,
    apiKeyName: nameOfKey.get(row.apiKeyId) ?? null,
    profile: row.profile,
    providerConfigId: row.providerConfigId,
    providerConfigName: nameOfConfig.get(row.providerConfigId ?? "") ?? null,
    model: row.model,
    fault: drillFault.parse(row.fault),
    retryAfterSeconds: row.retryAfterSeconds,
    startedAt: row.startedAt,
    endsAt: row.stoppedAt ?? row.endsAt,
    isStopped: row.stoppedAt !== null,
    isRunning: row.stoppedAt === null && row.endsAt > now,
    startedBy: row.startedBy,
  }));
}

export async function toDrillView(tx: TenantTransaction, row: FallbackDrill, now: Date): Promise<DrillView> {
  const [view] = await toDrillViews(tx, [row], now);
  if (view === undefined) throw new Error("A row makes a view.");
  return view;
}
