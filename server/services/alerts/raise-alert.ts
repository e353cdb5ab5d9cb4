import { v7 as newId } from "uuid";
import type { AlertMetric, QuietHours } from "@/lib/contracts/alert";
import type { TenantTransaction } from "@/server/db/client";
import { quietUntil } from "./quiet-until";

export interface RaisedAlert {
  tenantId: string;
  /** What it is about, e.g. "budget:<id>:80". While an alert with this key is not resolved, raising it again does nothing. */
  key: string;
  /** One line, as people read it. */
  title: string;
  detail?: string;
  ruleId?: string;
  metric?: AlertMetric;
  value?: bigint;
  threshold?: bigint;
  /** Where to tell; without it, the channels that get alerts no rule routes. */
  channelIds?: readonly string[];
  quietHours?: QuietHours | null;
  at: Date;
}

/**
 * Opens an alert and queues its messages, in the caller's transaction: with what made it true, or not at all. Null when it is open already, so that
 * any number of replicas may ask. The door for every part of Sluice that has something to say; `resolveAlert` closes what was opened here.
 */
export async function raiseAlert(tx: TenantTransaction, raised: RaisedAlert): Promise<string | null> {
  const { tenantId, key, title, detail, ruleId, metric, value, threshold, at } = raised;
  const id = newId();
  const { count } = await tx.alert.createMany({
    data: [
      {
        id,
        tenantId,
        openKey: key,
        title,
        detail: detail ?? null,
        ruleId: ruleId ?? null,
        metric: metric ?? null,
        value: value ?? null,
        threshold: threshold ?? null,
        openedAt: at,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) return null;
  const channels = await tx.alertChannel.findMany({
    where: {
      isEnabled: true,
      ...(raised.channelIds === undefined ? { isDefault: true } : { id: { in: [...raised.channelIds] } }),
    },
    select: { id: true },
  });
  const nextAttemptAt = await firstMoment(tx, tenantId, raised.quietHours ?? null, at);
  await tx.alertDelivery.createMany({
    data: channels.map((channel) => ({
      tenantId,
      alertId: id,
      channelId: channel.id,
      transition: "open",
      nextAttemptAt,
    })),
    skipDuplicates: true,
  });
  return id;
}

/** Ends the alert with the key and queues the news for whoever was told of its opening; who was not yet is told of neither. */
export async function resolveAlert(
  tx: TenantTransaction,
  { tenantId, key, at }: { tenantId: string; key: string; at: Date },
): Promise<boolean> {
  const alert = await tx.alert.findFirst({ where: { openKey: key }, select: { id: true } });
  if (!alert) return false;
  await tx.alert.updateMany({
    where: { id: alert.id, openKey: key },
    data: { state: "resolved", resolvedAt: at, openKey: null },
  });
  // One that a sender holds at this moment has attempts already, and is told to its end.
  await tx.alertDelivery.updateMany({
    where: { alertId: alert.id, transition: "open", status: "pending", attempts: 0 },
    data: { status: "dropped" },
  });
  const told = await tx.alertDelivery.findMany({
    where: { alertId: alert.id, transition: "open", status: { in: ["sent", "pending"] } },
    select: { channelId: true },
  });
  await tx.alertDelivery.createMany({
    data: told.map(({ channelId }) => ({
      tenantId,
      alertId: alert.id,
      channelId,
      transition: "resolve",
      nextAttemptAt: at,
    })),
    skipDuplicates: true,
  });
  return true;
}

async function firstMoment(tx: TenantTransaction, tenantId: string, quiet: QuietHours | null, at: Date): Promise<Date> {
  if (!quiet) return at;
  const { timeZone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timeZone: true } });
  return quietUntil(at, timeZone, quiet) ?? at;
}
