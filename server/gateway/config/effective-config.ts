import type { OperatorSnapshot } from "./operator-snapshot";
import { type ConfigCall, type EffectiveConfig, kindOfName, resolveEffective } from "./resolve-effective";
import type { TenantSnapshot } from "./tenant-snapshot";

/** What calls that name their model themselves get where their key has no processor: nothing. */
const NOTHING: EffectiveConfig = {
  processor: null,
  profile: null,
  targets: "named",
  settings: {},
  values: {},
  trace: undefined,
};

interface Resolved {
  operator: OperatorSnapshot;
  byCall: Map<string, EffectiveConfig>;
}

/** Snapshots are immutable, so what is resolved from one holds for as long as it does. */
const resolved = new WeakMap<TenantSnapshot, Resolved>();

/**
 * `resolveEffective` from memory where the same was asked before. The number of entries is bounded by the tenant's own keys, profiles and
 * processors: a name that a client makes up is thrown before it is kept.
 */
export function effectiveConfig(tenant: TenantSnapshot, operator: OperatorSnapshot, call: ConfigCall): EffectiveConfig {
  const { apiKey } = call;
  const kind = kindOfName(call.model);
  const hasProcessor = Boolean(apiKey?.defaultProcessorId);
  if (kind === "model" && !hasProcessor) return NOTHING;
  let known = resolved.get(tenant);
  if (known?.operator !== operator) {
    known = { operator, byCall: new Map() };
    resolved.set(tenant, known);
  }
  const isKeysOwn = hasProcessor || Boolean(apiKey?.defaultProfile);
  const name = kind === "model" ? "" : call.model;
  const asked = `${call.type}\n${isKeysOwn ? apiKey?.id : ""}\n${call.profile ?? ""}\n${call.isRouted ? "routed" : ""}\n${call.stepTo ?? ""}\n${name}`;
  const before = known.byCall.get(asked);
  if (before !== undefined) return before;
  const fresh = resolveEffective(tenant, operator, call);
  known.byCall.set(asked, fresh);
  return fresh;
}
