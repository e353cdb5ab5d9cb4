import { AppError, toAppError } from "@/lib/contracts/errors";
import type { LimitStanding } from "@/lib/contracts/limit-standing";
import type { ModelType } from "@/lib/contracts/model-type";
import { createTransport } from "@/server/gateway/egress/create-transport";
import { priceAt } from "@/server/gateway/prices/price-schedule";
import { requireCallable } from "@/server/gateway/prices/unpriced-policy";
import type { CallNeeds } from "@/server/gateway/routing/call-needs";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { ServiceTier } from "@/server/gateway/spec/price";
import type { CallContext, Credentials, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";
import { admit, admitRequest } from "./admit";
import type { Caller, CallOptions } from "./caller";
import type { GatewayParts } from "./gateway-parts";
import { type CallPlan, planCall } from "./plan-call";
import { mayFailOver, type OpenAttempt, RequestRun } from "./request-run";

/** One try upstream never outlives three: past that a client waits longer than it gains. */
const MAX_ATTEMPTS = 3;

export interface Execution<T> {
  caller: Caller;
  options: CallOptions;
  type: ModelType;
  /** As the client wrote it. */
  model: string;
  /** What the call needs of a model; nothing in particular when absent. */
  needs?: CallNeeds;
  isStream: boolean;
  /** Charged, and flagged, where no usage is ever reported. */
  estimate: UsageCounts;
  /** The tier of service that the request asks for, where it names one. */
  askedTier?: ServiceTier;
  /** Calls the provider; for streams it resolves with the first content, so that what fails before is still free to go elsewhere. */
  invoke(definition: ProviderDefinition, context: CallContext, attempt: OpenAttempt): Promise<T>;
}

export interface Served<T> {
  value: T;
  run: RequestRun;
  attempt: OpenAttempt;
}

/** A request that is planned, and not yet attempted. */
export interface Begun {
  run: RequestRun;
  plan: CallPlan;
}

/** Plans a request. One that nobody can serve is finished here before its error is thrown. */
export function begin<T>(parts: GatewayParts, execution: Execution<T>): Begun {
  const { caller, options, type, model, isStream } = execution;
  const run = new RequestRun(parts, caller, options, type, model, isStream);
  try {
    const plan = planCall(parts, execution);
    run.follow(plan);
    return { run, plan };
  } catch (thrown) {
    const error = toAppError(thrown);
    run.fail(error);
    throw error;
  }
}

/**
 * Takes a request to the first provider config that serves it. The caller settles the attempt that is handed back; all failed ones are
 * settled here, and a request that nobody serves is finished here before its error is thrown.
 */
export async function execute<T>(
  parts: GatewayParts,
  execution: Execution<T>,
  { run, plan }: Begun = begin(parts, execution),
): Promise<Served<T>> {
  try {
    const admitted = admitRequest(parts, execution, plan, execution.estimate);
    const place = admitted instanceof Promise ? await admitted : admitted;
    run.hold(place);
    return await tryInTurn(parts, execution, run, plan, place.standing);
  } catch (thrown) {
    const error = toAppError(thrown);
    run.fail(error);
    throw error;
  }
}

async function tryInTurn<T>(
  parts: GatewayParts,
  execution: Execution<T>,
  run: RequestRun,
  plan: CallPlan,
  standing: LimitStanding | null,
): Promise<Served<T>> {
  let firstError: AppError | undefined;
  const candidates = plan.candidates.slice(0, MAX_ATTEMPTS);
  for (const candidate of candidates) {
    let attempt: OpenAttempt | undefined;
    try {
      if (candidate.model.price === null) noteUnpriced(plan, candidate, run);
      const admitted = admit(
        parts,
        execution,
        plan,
        candidate,
        execution.estimate,
        candidate === candidates.at(-1),
        standing,
      );
      const admission = admitted instanceof Promise ? await admitted : admitted;
      attempt = await run.openAttempt(candidate, execution.estimate, admission, execution.askedTier);
      const definition = definitionOf(parts, candidate);
      const found = parts.credentials(execution.caller.tenantId, candidate.config, definition);
      // Nearly always at hand: then not even a turn of the microtask queue is spent.
      const credentials = found instanceof Promise ? await found : found;
      const context = contextOf(parts, execution, definition, credentials, attempt);
      return { value: await execution.invoke(definition, context, attempt), run, attempt };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (attempt) run.settle(attempt, { error, usage: usageOfFailure(error, attempt, execution.estimate) });
      run.noteRejection(candidate, error);
      firstError ??= error;
      if (!mayFailOver(error) || execution.options.signal.aborted) throw error;
    }
  }
  throw firstError ?? new AppError("internal");
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
): CallContext {
  const http = createTransport({
    egress,
    definition,
    credentials,
    signal,
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

function mayHaveBilled({ code, details: { upstreamStatus } }: AppError): boolean {
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

/** The provider's function for a type, or a typed error that names what it lacks. */
export function capability<K extends ModelType>(
  definition: ProviderDefinition,
  type: K,
): NonNullable<ProviderDefinition[K]> {
  const found = definition[type];
  if (!found) throw new AppError("capability_unsupported", `${definition.label.en} does not offer ${type} models.`);
  return found;
}
