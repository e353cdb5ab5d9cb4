import { AppError, toAppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import { decideNextStep, LONGEST_RETRY_AFTER_MS, type NextStep } from "@/server/gateway/failover/decide-next-step";
import { failureKind } from "@/server/gateway/failover/failure-kind";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { admitRequest } from "./admit";
import { chooseCandidate, explainEnd, type FailedTry, notePassedOver } from "./choose-candidate";
import { type Begun, DEFAULT_DEADLINE_MS, type Execution, type Served } from "./execution";
import type { GatewayParts } from "./gateway-parts";
import { makeAttempt } from "./make-attempt";
import { pause } from "./pause";
import { explainContinuation, planContinuation } from "./plan-continuation";
import { RequestRun } from "./request-run";

export type { Begun, Execution, Served } from "./execution";

const NONE: readonly FailedTry[] = [];

/**
 * Plans a request. One that nobody can serve is finished here before its error is thrown. A promise only where a budget may step it down of which
 * this replica does not know yet what is spent.
 */
export function begin<T>(parts: GatewayParts, execution: Execution<T>): Begun | Promise<Begun> {
  const { caller, options, type, model, isStream } = execution;
  const run = new RequestRun(parts, caller, options, type, model, isStream);
  const begun = planRun(parts, execution, run);
  const { tenant, unknownBudgets } = begun.plan;
  if (unknownBudgets === undefined) return begun;
  return parts.budgets.look(unknownBudgets, tenant.timeZone).then(() => planRun(parts, execution, run));
}

function planRun<T>(parts: GatewayParts, execution: Execution<T>, run: RequestRun): Begun {
  try {
    const plan = planContinuation(parts, execution);
    run.follow(plan);
    return { run, plan };
  } catch (thrown) {
    const error = toAppError(thrown);
    run.fail(error);
    throw error;
  }
}

/**
 * Takes a request to the first provider config that serves it, and is the one place where calls are retried or handed on: the plan's
 * candidates in their order, those with an open circuit passed over, and `decideNextStep` asked after each failure. Nothing of an answer
 * has been shown by then, for a stream counts as served with its first content. The caller settles the attempt that is handed back; all failed ones are
 * settled here, and a request that nobody serves is finished here before its error is thrown.
 */
export async function execute<T>(parts: GatewayParts, execution: Execution<T>, begun?: Begun): Promise<Served<T>> {
  const beginning = begun ?? begin(parts, execution);
  const { run, plan } = beginning instanceof Promise ? await beginning : beginning;
  const { caller, options } = execution;
  const { health } = parts;
  try {
    const admitted = admitRequest(parts, execution, plan, execution.estimate);
    const place = admitted instanceof Promise ? await admitted : admitted;
    run.hold(place);
    const { candidates } = plan;
    let failed = NONE;
    for (;;) {
      const candidate = chooseCandidate(health, caller.tenantId, candidates, failed);
      if (candidate === undefined)
        throw explainContinuation(plan, explainEnd(health, caller.tenantId, run, candidates, failed));
      if (candidate !== candidates[0] && failed.length === 0)
        notePassedOver(health, caller.tenantId, run, candidates, candidate);
      try {
        return await makeAttempt(parts, execution, run, plan, candidate, failed.length === 0, place.standing);
      } catch (thrown) {
        const error = toAppError(thrown);
        failed = [...failed, { candidate, error }];
        const step = stepAfter(parts, execution, run, candidates, failed, error);
        run.noteRejection(
          candidate,
          error.code === "rate_limited" ? "limit_reached" : "attempt_failed",
          `${error.message} ${step.because}`,
        );
        if (step.do === "give_up")
          throw explainContinuation(plan, explainEnd(health, caller.tenantId, run, candidates, failed));
        if (step.do === "call_again") await pause(step.waitMs, options.signal);
      }
    }
  } catch (thrown) {
    const error = toAppError(thrown);
    run.fail(error);
    throw error;
  }
}

function stepAfter<T>(
  { health }: GatewayParts,
  { caller, options }: Execution<T>,
  run: RequestRun,
  candidates: readonly Candidate[],
  failed: readonly FailedTry[],
  error: AppError,
): NextStep {
  const last = failed.at(-1);
  const target = last && health.target(caller.tenantId, last.candidate);
  const next = chooseCandidate(health, caller.tenantId, candidates, failed, LONGEST_RETRY_AFTER_MS);
  const refusal = next === undefined ? null : health.target(caller.tenantId, next).refusal();
  const isDrill = error.details.isDrill === true;
  const step = decideNextStep({
    error,
    attempts: failed.filter((each) => failureKind(each.error) !== "local").length,
    failuresInARow: target?.failuresInARow ?? 0,
    next: next === undefined ? null : failed.some((each) => each.candidate === next) ? "repeat" : "other",
    // A timer may go off a little early.
    cooldownMs: refusal === null ? 0 : refusal.retryAtMs - health.now() + 5,
    // All of a request's retries are charged to the upstream it first went to: that is the one that earned something by it. What a drill puts on costs none.
    spendRetry() {
      if (isDrill) return true;
      const first = failed.find((each) => each.error.details.isDrill === undefined);
      const isGranted = first !== undefined && health.target(caller.tenantId, first.candidate).upstream.budget.spend();
      if (!isGranted) health.count.exhaustedBudgets += 1;
      return isGranted;
    },
    remainingMs: (options.deadlineMs ?? DEFAULT_DEADLINE_MS) - run.elapsedMs,
    isClientGone: options.signal.aborted,
    random: health.random(),
  });
  if (isDrill) return step;
  if (step.do === "call_other") health.count.failovers += 1;
  if (step.do === "call_again") health.count.retries += 1;
  return step;
}

/** The provider's function for a type, or a typed error that names what it lacks. */
export function capability<K extends ModelType>(
  definition: ProviderDefinition,
  type: K,
): NonNullable<ProviderDefinition[K]> {
  const found = definition[type];
  if (!found) throw new AppError("capability_unsupported", `${definition.label.en} does not offer ${type} models.`);
  return found;
}
