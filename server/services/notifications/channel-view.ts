import { type ChannelView, channelKind } from "@/lib/contracts/alert";
import type { AlertChannel } from "@/server/db/generated/client";

export function toChannelView(row: AlertChannel): ChannelView {
  const { id, name, shown, isDefault, isEnabled, lastSentAt, lastError, createdAt } = row;
  return { id, name, kind: channelKind.parse(row.kind), shown, isDefault, isEnabled, lastSentAt, lastError, createdAt };
}
