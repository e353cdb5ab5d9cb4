import type { z } from "zod";
import type { channelList } from "@/lib/contracts/alert";
import type { ServiceContext } from "@/server/services/service-context";
import { toChannelView } from "./channel-view";

/** By name, with whether mail can be sent at all. */
export async function listChannels({
  actor,
  database,
  notifier,
}: ServiceContext): Promise<z.infer<typeof channelList>> {
  const rows = await database.inTenant(actor.tenantId, (tx) =>
    tx.alertChannel.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] }),
  );
  return { channels: rows.map(toChannelView), isMailReady: notifier.isMailReady };
}
