import { LEND_ALL } from "@/lib/contracts/global-setting";
import type { ConfigEntry, GlobalEntry, OperatorConfig } from "./config-store";

/** The operator's configuration indexed for look-ups. Immutable: a change makes a new one. */
export interface OperatorSnapshot {
  globals: readonly GlobalEntry[];
  default: GlobalEntry | undefined;
  /** Stand-ins for profiles that a tenant has not made itself. */
  byCategory: ReadonlyMap<string, readonly GlobalEntry[]>;
  /** By provider: the config through which calls go that use the operator's key. */
  systemConfigs: ReadonlyMap<string, ConfigEntry>;
  /** Whether the operator lends its key of the provider, where the environment has one. */
  lends(provider: string): boolean;
}

export function indexOperator({ globals, systemKeys = LEND_ALL }: OperatorConfig): OperatorSnapshot {
  const lent = systemKeys.providers === null ? null : new Set(systemKeys.providers);
  const byCategory = new Map<string, GlobalEntry[]>();
  // Of several in a category the default one goes first.
  for (const entry of globals.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault))) {
    if (entry.category === null) continue;
    const known = byCategory.get(entry.category);
    if (known) known.push(entry);
    else byCategory.set(entry.category, [entry]);
  }
  return {
    globals,
    default: globals.find(({ isDefault }) => isDefault),
    byCategory,
    systemConfigs: new Map(
      globals.map(({ model }) => [model.provider, systemConfig(model.provider, model.providerConfigId)]),
    ),
    lends: (provider) => systemKeys.isAllowed && (lent === null || lent.has(provider)),
  };
}

function systemConfig(provider: string, id: string): ConfigEntry {
  return {
    id,
    provider,
    name: "system",
    encryptedConfig: "",
    isValid: true,
    isEnabled: true,
    isDefault: false,
    priority: 1000,
    requestsPerMinute: null,
    requestsPerHour: null,
    tokensPerMinute: null,
    tokensPerHour: null,
    maxParallelRequests: null,
    isSystem: true,
  };
}
