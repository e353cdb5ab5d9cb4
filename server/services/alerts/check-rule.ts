import { validate as isUuid } from "uuid";
import type { AlertRuleFields } from "@/lib/contracts/alert";
import { AppError } from "@/lib/contracts/errors";
import type { TenantTransaction } from "@/server/db/client";

/** Throws `invalid_request`, at its field, for a scope or a channel that isn't this organization's. */
export async function checkRule(tx: TenantTransaction, fields: AlertRuleFields): Promise<void> {
  const { scopeKind, scopeValue, channelIds } = fields;
  if (scopeKind !== "tenant" && scopeValue === null) throw fault("scopeValue", "Say what the rule is about.");
  const count = await countById(tx, scopeKind, scopeValue ?? "");
  if (count === 0) throw fault("scopeValue", "This organization has no such provider, API key or processor.");
  const known = await tx.alertChannel.count({ where: { id: { in: channelIds } } });
  if (known < new Set(channelIds).size) throw fault("channelIds", "A channel is not there any more. Choose again.");
}

/** How many there are of what an id points to; null for scopes that go by name. */
async function countById(
  tx: TenantTransaction,
  kind: AlertRuleFields["scopeKind"],
  id: string,
): Promise<number | null> {
  if (kind !== "provider_config" && kind !== "api_key" && kind !== "processor") return null;
  if (!isUuid(id)) return 0;
  const where = { id };
  if (kind === "api_key") return tx.apiKey.count({ where });
  return kind === "processor" ? tx.processor.count({ where }) : tx.providerConfig.count({ where });
}

function fault(field: string, sentence: string): AppError {
  return new AppError("invalid_request", sentence, { param: field, fields: { [field]: sentence } });
}
