import { validate as isUuid } from "uuid";
import type { AlertRuleFields } from "@/lib/contracts/alert";
import { AppError } from "@/lib/contracts/errors";
import type { TenantTransaction } from "@/server/db/client";

/** Throws `invalid_request`, at its field, for a scope or a channel that isn't this organization's. */
export async function checkRule(tx: TenantTransaction, fields: AlertRuleFields): Promise<void> {
  const { scopeKind, scopeValue, channelIds } = fields;
  if (scopeKind !== "tenant" && scopeValue === null) throw fault("scopeValue", "Say what the rule is about.");
  if (scopeKind === "provider_config" || scopeKind === "api_key") {
    const where = { id: scopeValue ?? "" };
    const count = !isUuid(where.id)
      ? 0
      : scopeKind === "api_key"
        ? await tx.apiKey.count({ where })
        : await tx.providerConfig.count({ where });
    if (count === 0) throw fault("scopeValue", "This organization has no such provider or API key.");
  }
  const known = await tx.alertChannel.count({ where: { id: { in: channelIds } } });
  if (known < new Set(channelIds).size) throw fault("channelIds", "A channel is not there any more. Choose again.");
}

function fault(field: string, sentence: string): AppError {
  return new AppError("invalid_request", sentence, { param: field, fields: { [field]: sentence } });
}
