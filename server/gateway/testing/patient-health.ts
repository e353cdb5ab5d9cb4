import { HEALTH_RULES } from "@/server/gateway/health/circuit-rules";
import { createHealth, type Health } from "@/server/gateway/health/create-health";
import { findProvider } from "@/server/gateway/providers/registry";

const NEVER = {
  ...HEALTH_RULES.upstream,
  failuresInARow: Number.POSITIVE_INFINITY,
  minCalls: Number.POSITIVE_INFINITY,
};

/** Holds nothing against anybody and retries nothing, for tests that provoke one failure after the other at a single upstream. */
export function patientHealth(): Health {
  return createHealth({
    findProvider,
    rules: { upstream: NEVER, shared: NEVER, limit: NEVER, quota: NEVER, auth: NEVER, access: NEVER },
    allowance: { share: 0, atFirst: 0, atMost: 0 },
  });
}
