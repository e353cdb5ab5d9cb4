import { randomBytes, randomUUID } from "node:crypto";
import type { ChannelTarget, CreateChannelInput, CreateChannelResult } from "@/lib/contracts/alert";
import { AppError, isAppError } from "@/lib/contracts/errors";
import { isUniqueViolation } from "@/server/db/is-unique-violation";
import type { Egress } from "@/server/gateway";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { channelPlace, type StoredTarget } from "./channel-target";
import { toChannelView } from "./channel-view";

const SIGNING_KEY_BYTES = 32;

/**
 * Adds a channel. An address is looked up and judged by the operator's network rules before it is stored. A webhook's signing secret is in the
 * result and nowhere else. Throws `egress_blocked`, `provider_unavailable` or `conflict` for a name that is taken.
 */
export async function createChannel(
  { actor, database, vault, egress }: ServiceContext,
  { name, target, isDefault }: CreateChannelInput,
): Promise<CreateChannelResult> {
  await checkAddress(egress, target);
  const stored: StoredTarget =
    target.kind === "webhook"
      ? { ...target, signingSecret: `whsec_${randomBytes(SIGNING_KEY_BYTES).toString("base64")}` }
      : target;
  const id = randomUUID();
  const { tenantId } = actor;
  const encryptedTarget = await vault.encrypt(tenantId, channelPlace(id), JSON.stringify(stored));
  const shown = target.kind === "email" ? target.recipients.join(", ") : new URL(target.url).host;
  const row = await database
    .inTenant(tenantId, async (tx) => {
      const created = await tx.alertChannel.create({
        data: { id, tenantId, name, kind: target.kind, shown, encryptedTarget, isDefault },
      });
      await writeAudit(tx, actor, {
        action: "alert_channel.create",
        targetId: id,
        targetName: name,
        changes: { kind: target.kind, shown, isDefault },
      });
      return created;
    })
    .catch(explainTakenName);
  return { channel: toChannelView(row), signingSecret: stored.kind === "webhook" ? stored.signingSecret : null };
}

async function checkAddress(egress: Egress, target: ChannelTarget): Promise<void> {
  if (target.kind === "email") return;
  try {
    await egress.resolve(target.url);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new AppError(error.code, error.message, { param: "target.url", fields: { "target.url": error.message } });
  }
}

export function explainTakenName(error: unknown): never {
  if (!isUniqueViolation(error)) throw error;
  throw new AppError("conflict", "Another channel has this name. Choose another.", {
    param: "name",
    fields: { name: "Another channel has this name. Choose another." },
  });
}
