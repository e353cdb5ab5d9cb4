import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { sendTestResult } from "@/lib/contracts/alert";
import { toAppError } from "@/lib/contracts/errors";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { channelNotFound } from "./change-channel";

/** Sends a message that says it is a test, by the very path of a real one, and tells what the other side said. */
export async function sendTest(
  { actor, database, notifier, now }: ServiceContext,
  { id }: { id: string },
): Promise<z.infer<typeof sendTestResult>> {
  const { tenantId } = actor;
  const { channel, tenant } = await database.inTenant(tenantId, async (tx) => {
    const channel = await tx.alertChannel.findUnique({ where: { id } });
    if (!channel) throw channelNotFound();
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true, slug: true } });
    await writeAudit(tx, actor, { action: "alert_channel.test", targetId: id, targetName: channel.name });
    return { channel, tenant };
  });
  const at = now();
  const news = {
    alertId: randomUUID(),
    transition: "test" as const,
    title: `Test of the channel ${channel.name}`,
    detail: "Nothing is wrong. Somebody pressed “Send test” in the console.",
    metric: null,
    value: null,
    threshold: null,
    at,
  };
  let error: string | null = null;
  try {
    await notifier.send(channel, {
      id: news.alertId,
      tenantName: tenant.name,
      url: notifier.alertsUrl(tenant.slug),
      news: [news],
    });
  } catch (thrown) {
    error = toAppError(thrown).message;
  }
  await database.inTenant(tenantId, (tx) =>
    tx.alertChannel.updateMany({
      where: { id },
      data: error === null ? { lastSentAt: at, lastError: null } : { lastError: error },
    }),
  );
  return { isDelivered: error === null, error };
}
