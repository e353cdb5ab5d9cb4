import { HEALTH_RULES } from "@/server/gateway/health/circuit-rules";
import { createHealth, type Health } from "@/server/gateway/health/create-health";
import type { RetryAllowance } from "@/server/gateway/health/retry-budget";
import { findProvider } from "@/server/gateway/providers/registry";

const NEVER = {
  ...HEALTH_RULES.upstream,
  failuresInARow: Number.POSITIVE_INFINITY,
  minCalls: Number.POSITIVE_INFINITY,
};

const NO_RETRIES: RetryAllowance = { share: 0, atFirst: 0, atMost: 0 };

/** Holds nothing against anybody and, unless told, retries nothing, for tests that provoke one failure after the other at a single upstream. */
export function patientHealth(allowance: RetryAllowance = NO_RETRIES): Health {
  return createHealth({
    findProvider,
    rules: { upstream: NEVER, shared: NEVER, limit: NEVER, quota: NEVER, auth: NEVER, access: NEVER },
    allowance,
  });
}
