import type { SystemKeysPolicy } from "@/lib/contracts/global-setting";
import { loadSystemKeys, SYSTEM_KEYS } from "@/server/db/load-operator-config";
import { type OperatorContext, operatorActor } from "@/server/services/audit/operator-actor";
import { writeAudit } from "@/server/services/audit/write-audit";
import { refusalOf } from "@/server/services/configuration/change-configuration";
import { lockGlobalSettings } from "./lock-global-settings";

/**
 * Whether the keys of the environment are lent, and which. It narrows what the environment allows and never widens it: without
 * `SLUICE_ALLOW_SYSTEM_KEYS` there is nothing to lend. Throws `invalid_configuration` for providers that the catalog does not know.
 */
export async function setSystemKeys(context: OperatorContext, policy: SystemKeysPolicy): Promise<SystemKeysPolicy> {
  const value = { ...policy, providers: policy.providers && [...new Set(policy.providers)].toSorted() };
  return context.database.asSystem.$transaction(async (tx) => {
    await lockGlobalSettings(tx);
    const known = new Set((await tx.llmProvider.findMany({ select: { name: true } })).map(({ name }) => name));
    const faults = (value.providers ?? []).flatMap((name, index) =>
      known.has(name) ? [] : [{ path: `providers.${index}`, reason: `The catalog has no provider "${name}".` }],
    );
    if (faults.length > 0) throw refusalOf(faults);
    const before = await loadSystemKeys(tx);
    await tx.systemSetting.upsert({
      where: { key: SYSTEM_KEYS },
      create: { key: SYSTEM_KEYS, value },
      update: { value },
    });
    await writeAudit(tx, operatorActor(context), {
      action: "system_keys.set",
      targetId: null,
      targetName: null,
      changes: { before, after: value },
    });
    return value;
  });
}
