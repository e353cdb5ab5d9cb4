import type { CircuitRules } from "./circuit";

/** For what a host and its model do: five failures in a row, or half of twenty calls within ten seconds. */
const UPSTREAM: CircuitRules = {
  failuresInARow: 5,
  minCalls: 20,
  failureShare: 0.5,
  firstCooldownMs: 5_000,
  longestCooldownMs: 60_000,
  probesToClose: 3,
  tenantsToOpen: 1,
};

/** One word of the provider is enough where it says so itself. */
const AT_ONCE: Omit<CircuitRules, "firstCooldownMs" | "longestCooldownMs"> = {
  failuresInARow: 1,
  minCalls: 1,
  failureShare: 1,
  probesToClose: 1,
  tenantsToOpen: 1,
};

export interface HealthRules {
  upstream: CircuitRules;
  shared: CircuitRules;
  limit: CircuitRules;
  quota: CircuitRules;
  auth: CircuitRules;
  access: CircuitRules;
}

export const HEALTH_RULES: HealthRules = {
  upstream: UPSTREAM,
  /** For everybody at once it takes failures of two tenants: what one of them sends must not close a vendor to the rest. */
  shared: { ...UPSTREAM, tenantsToOpen: 2 },
  /** A cooldown after 429; `Retry-After` draws it out. */
  limit: { ...AT_ONCE, firstCooldownMs: 1_000, longestCooldownMs: 60_000 },
  quota: { ...AT_ONCE, firstCooldownMs: 60_000, longestCooldownMs: 600_000 },
  auth: { ...AT_ONCE, firstCooldownMs: 30_000, longestCooldownMs: 600_000 },
  access: { ...AT_ONCE, firstCooldownMs: 30_000, longestCooldownMs: 600_000 },
};
