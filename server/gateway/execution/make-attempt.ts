import { AppError, toAppError } from "@/lib/contracts/errors";
import type { LimitStanding } from "@/lib/contracts/limit-standing";
import { isFaulted } from "@/server/gateway/drills/is-faulted";
import { createTransport, DEFAULT_TIMEOUTS, type TransportTimeouts } from "@/server/gateway/egress/create-transport";
import { priceAt } from "@/server/gateway/prices/price-schedule";
import { requireCallable } from "@/server/gateway/prices/unpriced-policy";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { CallContext, Credentials, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";
import { admit } from "./admit";
import { DEFAULT_DEADLINE_MS, type Execution, type Served } from "./execution";
import type { GatewayParts } from "./gateway-parts";
import { makeFeignedAttempt } from "./make-feigned-attempt";
import type { OpenAttempt } from "./open-attempt";
import type { CallPlan } from "./plan-call";
import type { RequestRun } from "./request-run";

/** One try at one candidate. One that failed is settled and reported when this throws its `AppError`; one that served is the caller's to settle. */
export async function makeAttempt<T>(
  parts: GatewayParts,
  execution: Execution<T>,
  run: RequestRun,
  plan: CallPlan,
  candidate: Candidate,
  isFirst: boolean,
  standing: LimitStanding | null,
): Promise<Served<T>> {
  const { drill } = plan.tenant;
  if (drill !== null && isFaulted(drill, plan, execution.caller.apiKeyId, candidate, parts.health.now())) {
    const timeouts = timeoutsOf(timeLeft(execution, run, isFirst), plan.settings.timeout_ms);
    return makeFeignedAttempt(execution, run, plan, candidate, drill, definitionOf(parts, candidate), timeouts);
  }
  const target = parts.health.target(execution.caller.tenantId, candidate);
  if (isFirst) target.upstream.budget.earn();
  const passage = target.enter();
  let attempt: OpenAttempt | undefined;
  try {
    if (candidate.model.price === null) noteUnpriced(plan, candidate, run);
    const admitted = admit(
      parts,
      execution,
      plan,
      candidate,
      execution.estimate,
      candidate === plan.candidates.at(-1),
      standing,
    );
    const admission = admitted instanceof Promise ? await admitted : admitted;
    attempt = await run.openAttempt(candidate, execution.estimate, admission, execution.askedTier, target, passage);
    const definition = definitionOf(parts, candidate);
    const found = parts.credentials(execution.caller.tenantId, candidate.config, definition);
    // Nearly always at hand: then not even a turn of the microtask queue is spent.
    const credentials = found instanceof Promise ? await found : found;
    const timeouts = timeoutsOf(timeLeft(execution, run, isFirst), plan.settings.timeout_ms);
    const context = contextOf(parts, execution, definition, credentials, attempt, timeouts);
    const value = await execution.invoke(definition, context, attempt, plan);
    run.noteAnswer(attempt);
    return { value, run, attempt };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (attempt) run.settle(attempt, { error, usage: usageOfFailure(error, attempt, execution.estimate) });
    else target.left(passage);
    throw error;
  }
}

/** Throws `model_unpriced` where the tenant blocks calls to models without a price; else the request says that it is one. */
function noteUnpriced({ tenant }: CallPlan, { model }: Candidate, run: RequestRun): void {
  if (priceAt(model, Date.now()) !== null) return;
  requireCallable(tenant.unpricedPolicy, false, model.modelId);
  run.warnings.push(
    `No price is known for "${model.modelId}": this call is counted in tokens, and its cost is unknown.`,
  );
}

function definitionOf({ findProvider }: GatewayParts, { config }: Candidate): ProviderDefinition {
  const definition = findProvider(config.provider);
  if (definition) return definition;
  throw new AppError(
    "capability_unsupported",
    `This version of Sluice does not know the provider "${config.provider}". Remove the provider, or update Sluice.`,
  );
}

function contextOf<T>(
  { egress }: GatewayParts,
  { options: { signal } }: Execution<T>,
  definition: ProviderDefinition,
  credentials: Credentials,
  attempt: OpenAttempt,
  timeouts: Partial<TransportTimeouts> | undefined,
): CallContext {
  const http = createTransport({
    egress,
    definition,
    credentials,
    signal,
    timeouts,
    // OpenAI documents this header for finding a request in its logs; others ignore it.
    headers: { "x-client-request-id": attempt.intent.attemptId },
    onSent: () => {
      attempt.isSent = true;
    },
  });
  return { modelId: attempt.intent.model, credentials, http, signal };
}

/**
 * What a failed attempt is charged: the estimate, flagged, where the provider got the request and may have worked on it; nothing where it
 * never got it or answered that it refuses.
 */
function usageOfFailure(error: AppError, { isSent }: OpenAttempt, estimate: UsageCounts): Usage | undefined {
  return isSent && mayHaveBilled(error) ? { counts: estimate, isEstimated: true } : undefined;
}

/** Until the request's deadline, where that may come before the transport's own limits. */
function timeLeft<T>(
  { options: { deadlineMs } }: Execution<T>,
  run: RequestRun,
  isFirst: boolean,
): Partial<TransportTimeouts> | undefined {
  if (isFirst && deadlineMs === undefined) return undefined;
  return { totalTimeoutMs: Math.max(1, (deadlineMs ?? DEFAULT_DEADLINE_MS) - run.elapsedMs) };
}

/** Nothing within an attempt may outlast what the configuration gives it, nor the request's deadline. */
function timeoutsOf(
  left: Partial<TransportTimeouts> | undefined,
  timeoutMs: number | undefined,
): Partial<TransportTimeouts> | undefined {
  if (timeoutMs === undefined) return left;
  return {
    totalTimeoutMs: Math.min(timeoutMs, left?.totalTimeoutMs ?? timeoutMs),
    firstByteTimeoutMs: timeoutMs,
    idleTimeoutMs: Math.min(DEFAULT_TIMEOUTS.idleTimeoutMs, timeoutMs),
  };
}

/** Whether the provider may have worked, and so may bill, on an attempt that it got and that failed so. */
export function mayHaveBilled({ code, details: { upstreamStatus } }: AppError): boolean {
  switch (code) {
    case "provider_timeout":
    case "client_closed":
    case "internal":
      return true;
    case "provider_bad_response":
    case "provider_stream_broken":
      return upstreamStatus === undefined || upstreamStatus < 300;
    case "provider_unavailable":
      // Without a status the connection broke under way.
      return upstreamStatus === undefined;
    default:
      return false;
  }
}
