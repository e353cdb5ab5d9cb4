import type { AppError } from "@/lib/contracts/errors";
import { MAX_ATTEMPTS_PER_TARGET } from "@/server/gateway/failover/decide-next-step";
import { explainFailures, type PassedOver } from "@/server/gateway/failover/explain-failures";
import { failureKind, mayPass } from "@/server/gateway/failover/failure-kind";
import type { Health } from "@/server/gateway/health/create-health";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { RequestRun } from "./request-run";

export interface FailedTry {
  candidate: Candidate;
  error: AppError;
}

/**
 * The first that may be called and was not yet; then, of those that were, the one whose turn is longest ago. With patience, also one whose
 * cooldown ends that soon.
 */
export function chooseCandidate(
  health: Health,
  tenantId: string,
  candidates: readonly Candidate[],
  failed: readonly FailedTry[],
  patienceMs = 0,
): Candidate | undefined {
  for (const candidate of candidates) {
    if (failed.length > 0 && failed.some((each) => each.candidate === candidate)) continue;
    const target = health.target(tenantId, candidate);
    if (target.isSound || target.refusal() === null) return candidate;
  }
  for (const { candidate } of failed) {
    const tries = failed.filter((each) => each.candidate === candidate);
    const last = tries.at(-1);
    if (tries.length >= MAX_ATTEMPTS_PER_TARGET || last === undefined || !mayPass(failureKind(last.error))) continue;
    const refusal = health.target(tenantId, candidate).refusal();
    if (refusal === null) return candidate;
    if (refusal.kind === "limit" && refusal.retryAtMs - health.now() <= patienceMs) return candidate;
  }
  return undefined;
}

/** Writes into the route why those before the chosen one were not called. */
export function notePassedOver(
  health: Health,
  tenantId: string,
  run: RequestRun,
  candidates: readonly Candidate[],
  chosen: Candidate,
): void {
  for (const candidate of candidates) {
    if (candidate === chosen) return;
    const refusal = health.target(tenantId, candidate).refusal();
    if (refusal !== null) run.noteRejection(candidate, "unhealthy", `Passed over: ${refusal.reason}`);
  }
}

/** The error of a request that nobody served, with what was tried and what kept the others out. */
export function explainEnd(
  health: Health,
  tenantId: string,
  run: RequestRun,
  candidates: readonly Candidate[],
  failed: readonly FailedTry[],
): AppError {
  const passedOver: PassedOver[] = [];
  for (const candidate of candidates) {
    if (failed.some((each) => each.candidate === candidate)) continue;
    const refusal = health.target(tenantId, candidate).refusal();
    if (refusal === null) continue;
    run.noteRejection(candidate, "unhealthy", `Passed over: ${refusal.reason}`);
    passedOver.push({ name: candidate.config.name, refusal });
  }
  const tried = failed.map(({ candidate, error }) => ({ name: candidate.config.name, error }));
  return explainFailures(tried, passedOver, health.now());
}
