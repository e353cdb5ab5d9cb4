import { randomUUID } from "node:crypto";
import { z } from "zod";
import { alertMetric } from "@/lib/contracts/alert";
import { toAppError } from "@/lib/contracts/errors";
import type { Database } from "@/server/db/client";
import type { AlertNews } from "./alert-message";
import type { Notifier } from "./create-notifier";
import { MAX_ATTEMPTS, retryDelayMs } from "./retry-delay";

const LOOK_MS = 5_000;
/** A sender that dies in the middle leaves its message to another after this long. */
const LEASE_SECONDS = 60;
const MOST_IN_A_MESSAGE = 20;

const claimedRow = z.object({ batchId: z.string(), tenantId: z.string(), channelId: z.string() });

export interface Dispatcher {
  /** Sends what is due; resolves with the number of messages tried. */
  run(): Promise<number>;
  close(): Promise<void>;
}

export interface DispatcherParts {
  database: Database;
  notifier: Notifier;
  now: () => Date;
  log: (message: string, error?: unknown) => void;
  /** Zero: only when told to. */
  everyMs?: number;
}

/**
 * Empties the outbox of all tenants. What is due on one channel goes out as one message. Each is claimed by one replica at a time; a receiver that
 * gets one twice, because a sender died between sending and noting it, knows it again by its id.
 */
export function createDispatcher({ database, notifier, now, log, everyMs = LOOK_MS }: DispatcherParts): Dispatcher {
  let isClosing = false;
  let running: Promise<number> | undefined;
  let isAskedAgain = false;

  async function claim() {
    const at = now();
    const batchId = randomUUID();
    const rows = await database.asSystem.$queryRaw`
      WITH first AS (
        SELECT id, channel_id, batch_id FROM alert_deliveries
        WHERE status = 'pending' AND next_attempt_at <= ${at}::timestamptz
        ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
      ), together AS (
        SELECT d.id FROM alert_deliveries d, first f
        WHERE d.id = f.id OR (
          d.channel_id = f.channel_id AND d.status = 'pending' AND d.next_attempt_at <= ${at}::timestamptz AND d.batch_id IS NOT DISTINCT FROM f.batch_id
        )
        ORDER BY d.id LIMIT ${MOST_IN_A_MESSAGE} FOR UPDATE OF d SKIP LOCKED
      )
      UPDATE alert_deliveries SET batch_id = coalesce(batch_id, ${batchId}::uuid), attempts = attempts + 1,
        next_attempt_at = ${at}::timestamptz + make_interval(secs => ${LEASE_SECONDS})
      WHERE id IN (SELECT id FROM together)
      RETURNING batch_id AS "batchId", tenant_id AS "tenantId", channel_id AS "channelId"`;
    return z.array(claimedRow).parse(rows)[0];
  }

  async function dispatch({ batchId, tenantId, channelId }: z.infer<typeof claimedRow>): Promise<void> {
    const { channel, tenant, deliveries } = await database.inTenant(tenantId, async (tx) => ({
      channel: await tx.alertChannel.findUnique({ where: { id: channelId } }),
      tenant: await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true, slug: true } }),
      deliveries: await tx.alertDelivery.findMany({
        where: { batchId, status: "pending" },
        include: { alert: true },
        orderBy: { id: "asc" },
      }),
    }));
    if (!channel || deliveries.length === 0) return;
    const news = deliveries.map(({ alert, transition }): AlertNews => {
      const isResolved = transition === "resolve";
      return {
        alertId: alert.id,
        transition: isResolved ? "resolve" : "open",
        title: alert.title,
        detail: alert.detail,
        metric: alert.metric === null ? null : alertMetric.parse(alert.metric),
        value: alert.value,
        threshold: alert.threshold,
        at: (isResolved ? alert.resolvedAt : null) ?? alert.openedAt,
      };
    });
    const mine = { batchId, status: "pending" } as const;
    const at = now();
    if (!channel.isEnabled) {
      await database.inTenant(tenantId, (tx) =>
        tx.alertDelivery.updateMany({
          where: mine,
          data: { status: "dropped", lastError: "The channel is switched off." },
        }),
      );
      return;
    }
    try {
      const url = notifier.alertsUrl(tenant.slug);
      await notifier.send(channel, { id: batchId, tenantName: tenant.name, url, news });
    } catch (thrown) {
      const { message: lastError } = toAppError(thrown);
      const attempts = Math.max(...deliveries.map((delivery) => delivery.attempts));
      const isLast = attempts >= MAX_ATTEMPTS;
      await database.inTenant(tenantId, async (tx) => {
        await tx.alertDelivery.updateMany({
          where: mine,
          data: {
            lastError,
            ...(isLast ? { status: "failed" } : { nextAttemptAt: new Date(at.getTime() + retryDelayMs(attempts)) }),
          },
        });
        await tx.alertChannel.updateMany({ where: { id: channelId }, data: { lastError } });
      });
      return;
    }
    await database.inTenant(tenantId, async (tx) => {
      await tx.alertDelivery.updateMany({ where: mine, data: { status: "sent", sentAt: at, lastError: null } });
      await tx.alertChannel.updateMany({ where: { id: channelId }, data: { lastSentAt: at, lastError: null } });
    });
  }

  async function empty(): Promise<number> {
    let sent = 0;
    do {
      isAskedAgain = false;
      for (let batch = await claim(); batch && !isClosing; batch = await claim()) {
        sent++;
        await dispatch(batch).catch((error: unknown) => log("An alert could not be sent; it is tried again.", error));
      }
    } while (isAskedAgain && !isClosing);
    return sent;
  }

  const run = () => {
    isAskedAgain = true;
    running ??= empty().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer =
    everyMs > 0
      ? setInterval(
          () => void run().catch((error: unknown) => log("Alerts to send can't be read; trying again.", error)),
          everyMs,
        )
      : undefined;
  timer?.unref();
  return {
    run,
    async close() {
      isClosing = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}
