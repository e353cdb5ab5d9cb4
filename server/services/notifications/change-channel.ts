import type { z } from "zod";
import type { ChannelView, updateChannelInput } from "@/lib/contracts/alert";
import { AppError } from "@/lib/contracts/errors";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { toChannelView } from "./channel-view";
import { explainTakenName } from "./create-channel";

/** Everything but the target: another address is another channel. */
export async function updateChannel(
  { actor, database }: ServiceContext,
  { id, ...changes }: z.output<typeof updateChannelInput>,
): Promise<ChannelView> {
  return database
    .inTenant(actor.tenantId, async (tx) => {
      const { count } = await tx.alertChannel.updateMany({ where: { id }, data: changes });
      if (count === 0) throw channelNotFound();
      await writeAudit(tx, actor, { action: "alert_channel.update", targetId: id, targetName: changes.name, changes });
      return toChannelView(await tx.alertChannel.findUniqueOrThrow({ where: { id } }));
    })
    .catch(explainTakenName);
}

/** Rules that told it go on without it; what waits to be told over it is dropped with it. */
export async function removeChannel({ actor, database }: ServiceContext, { id }: { id: string }): Promise<void> {
  await database.inTenant(actor.tenantId, async (tx) => {
    const channel = await tx.alertChannel.findUnique({ where: { id } });
    if (!channel) throw channelNotFound();
    await tx.$executeRaw`
      UPDATE alert_rules SET channel_ids = array_remove(channel_ids, ${id}::uuid)
      WHERE tenant_id = ${actor.tenantId}::uuid AND ${id}::uuid = ANY(channel_ids)`;
    await tx.alertChannel.deleteMany({ where: { id } });
    await writeAudit(tx, actor, { action: "alert_channel.remove", targetId: id, targetName: channel.name });
  });
}

export const channelNotFound = () => new AppError("not_found", "There is no such alert channel in this organization.");
