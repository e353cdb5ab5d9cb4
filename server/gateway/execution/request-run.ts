import { performance } from "node:perf_hooks";
import type { CacheStatus } from "@/lib/contracts/cache";
import type { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { RouteTrace } from "@/lib/contracts/request";
import type { RejectionCode } from "@/lib/contracts/routing";
import type { StepDown } from "@/server/gateway/budgets/step-down";
import type { CachedAnswer } from "@/server/gateway/cache/cached-answer";
import type { Passage, Target } from "@/server/gateway/health/target";
import type { Ledger } from "@/server/gateway/ledger/create-ledger";
import { priceUsage } from "@/server/gateway/ledger/price-usage";
import type { AttemptIntent, RequestOpening, RequestRecord } from "@/server/gateway/ledger/records";
import { routeJson } from "@/server/gateway/ledger/route-json";
import type { Place } from "@/server/gateway/limits/create-limiter";
import { priceAt } from "@/server/gateway/prices/price-schedule";
import { snapshotOf } from "@/server/gateway/prices/price-snapshot";
import { hasTier } from "@/server/gateway/prices/select-rates";
import type { SpeedMeter } from "@/server/gateway/routing/create-speed-meter";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import { newId } from "@/server/gateway/spec/new-id";
import type { ServiceTier } from "@/server/gateway/spec/price";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { type Admission, totalTokens } from "./admit";
import type { Caller, CallOptions } from "./caller";
import type { GatewayParts } from "./gateway-parts";
import { type AttemptOutcome, NOTHING, type OpenAttempt, statusOf, toAttemptRecord } from "./open-attempt";
import type { CallPlan } from "./plan-call";
import type { Receipt } from "./receipt";
import { type Settled, sumAttempts } from "./sum-attempts";

/** Who once gave an answer that is given again, and what that saved. */
interface FromCache extends Pick<AttemptIntent, "provider" | "providerConfigId" | "model"> {
  savedNanoUsd: bigint;
}

type TracedCandidate = RouteTrace["candidates"][number];

/** One client call on its way: numbers its attempts, and tells the ledger of each beginning and end exactly once. */
export class RequestRun {
  readonly #ledger: Ledger;
  readonly #speed: SpeedMeter;
  readonly #startedAt = performance.now();
  readonly #opening: RequestOpening;
  readonly #settled: Settled[] = [];
  readonly warnings: string[] = [];
  trace: RouteTrace | undefined;
  stepDown: StepDown | null = null;
  cacheStatus: CacheStatus = "none";
  #receipt: Receipt | undefined;
  #place: Place | undefined;

  constructor(
    { ledger, speed }: Pick<GatewayParts, "ledger" | "speed">,
    caller: Caller,
    options: CallOptions,
    modelType: ModelType,
    modelRequested: string,
    isStream: boolean,
  ) {
    this.#ledger = ledger;
    this.#speed = speed;
    this.#opening = {
      requestId: options.requestId,
      tenantId: caller.tenantId,
      apiKeyId: caller.apiKeyId,
      userId: caller.userId,
      source: caller.source,
      modelType,
      modelRequested,
      taskType: options.taskType ?? null,
      isStream,
      processorId: null,
      runId: options.runId ?? null,
      templateId: options.templateId ?? null,
      profile: null,
      requestedAtMs: Date.now(),
    };
  }

  /** Takes over what the plan found out about the request. Before the first attempt. */
  follow({ trace, processorId, profile, taskType, stepDown }: CallPlan): void {
    this.trace = trace;
    this.stepDown = stepDown;
    this.#opening.processorId = processorId;
    this.#opening.profile = profile;
    this.#opening.taskType ??= taskType;
  }

  /** Keeps the request's place within the limits until it ends. */
  hold(place: Place): void {
    this.#place = place;
  }

  /** Resolves once the intent is in the journal: only then may the provider be called. Throws `not_ready`, and gives the admission back, when it can't be written. */
  openAttempt(
    candidate: Candidate,
    estimate: UsageCounts,
    admission: Admission,
    askedTier?: ServiceTier,
    target: Target | null = null,
    passage: Passage | null = null,
    drillId?: string,
  ): Promise<OpenAttempt> {
    const opening = this.#opening;
    const price = priceAt(candidate.model, opening.requestedAtMs);
    const intent: AttemptIntent = {
      attemptId: newId(),
      requestId: opening.requestId,
      tenantId: opening.tenantId,
      sequence: this.#settled.length + 1,
      apiKeyId: opening.apiKeyId,
      userId: opening.userId,
      processorId: opening.processorId,
      taskType: opening.taskType,
      providerConfigId: candidate.config.id,
      provider: candidate.config.provider,
      model: candidate.model.modelId,
      modelType: opening.modelType,
      startedAtMs: Date.now(),
      price: snapshotOf(price),
      estimate,
    };
    // Asking is not getting: without a word of the provider, a tier counts only where the provider sells it.
    if (askedTier !== undefined && hasTier(price, askedTier)) intent.serviceTier = askedTier;
    if (drillId !== undefined) intent.drillId = drillId;
    if (admission.holds !== undefined) intent.holds = [...admission.holds];
    if (admission.warnings !== undefined) this.warnings.push(...admission.warnings);
    return this.#ledger.open(opening, intent).then(
      () => ({
        candidate,
        admission,
        intent,
        price,
        target,
        passage,
        startedAt: performance.now(),
        isSent: false,
        timeToFirstTokenMs: null,
      }),
      (error: unknown) => {
        admission.release({ counts: NOTHING, costNanoUsd: 0n, isPriced: true });
        throw error;
      },
    );
  }

  /** Writes into the route why a candidate was passed over, or did not serve. */
  noteRejection(candidate: Candidate, code: RejectionCode, reason: string): void {
    const traced = this.#traced(candidate);
    if (traced === undefined) return;
    traced.outcome = "rejected";
    traced.code = code;
    traced.reason = reason;
  }

  /** Tells the provider's health that it answered: with the whole, or with the first of it. */
  noteAnswer(attempt: OpenAttempt): void {
    if (attempt.passage) attempt.target?.answered(attempt.passage, performance.now() - attempt.startedAt);
  }

  /** Milliseconds since the request came. */
  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  #noteChosen(candidate: Candidate): void {
    const traced = this.#traced(candidate);
    if (traced === undefined) return;
    traced.outcome = "chosen";
    traced.reason = null;
  }

  #traced({ config, model }: Candidate): TracedCandidate | undefined {
    if (this.trace === undefined) return undefined;
    for (const each of this.trace.candidates)
      if (each.providerConfigId === config.id && each.model === model.modelId) return each;
    return undefined;
  }

  progress(attempt: OpenAttempt, counts: UsageCounts): void {
    this.#ledger.progress(attempt.intent, counts);
  }

  markFirstToken(attempt: OpenAttempt): void {
    attempt.timeToFirstTokenMs ??= Math.round(performance.now() - attempt.startedAt);
  }

  settle(attempt: OpenAttempt, { usage: used, error }: AttemptOutcome): void {
    // What a drill showed of an answer, nobody made.
    const usage = attempt.intent.drillId === undefined ? used : undefined;
    if (error && attempt.passage) attempt.target?.failed(attempt.passage, error, performance.now() - attempt.startedAt);
    const counts = usage?.counts ?? NOTHING;
    const serviceTier = usage?.serviceTier ?? attempt.intent.serviceTier;
    const charge = priceUsage(counts, attempt.price, serviceTier);
    attempt.admission.release({ counts, costNanoUsd: charge.costNanoUsd, isPriced: charge.isPriced });
    const record = toAttemptRecord(attempt, { usage, error }, charge, serviceTier);
    this.#settled.push({ record, charge });
    if (record.status === "success") this.#speed.add(record);
    this.#ledger.settle(record);
  }

  /** Ends the request with the attempt that served it, well or not. The first ending counts; later calls hand back its receipt. */
  end(served: OpenAttempt, outcome: AttemptOutcome): Receipt {
    if (this.#receipt) return this.#receipt;
    this.#noteChosen(served.candidate);
    this.settle(served, outcome);
    const { sum, latencyMs } = this.#finish(served, outcome.error);
    this.#receipt = {
      requestId: this.#opening.requestId,
      model: served.intent.model,
      provider: served.intent.provider,
      providerConfigId: served.intent.providerConfigId,
      providerConfigName: served.candidate.config.name,
      counts: sum.counts,
      isUsageEstimated: sum.isUsageEstimated,
      inputCostNanoUsd: sum.inputCostNanoUsd,
      outputCostNanoUsd: sum.outputCostNanoUsd,
      costNanoUsd: sum.costNanoUsd,
      isPriced: sum.isPriced,
      latencyMs,
      timeToFirstTokenMs: served.timeToFirstTokenMs,
      attemptCount: this.#settled.length,
      cacheStatus: this.cacheStatus,
      savedNanoUsd: 0n,
      warnings: this.warnings,
      budget: served.admission.standing ?? null,
      stepDown: this.stepDown,
    };
    return this.#receipt;
  }

  /** Ends the request with an answer that the candidate gave before. Nothing went upstream, so there is no attempt and nothing to pay. */
  endFromCache({ config, model }: Candidate, answer: CachedAnswer, cacheStatus: "hit" | "semantic"): Receipt {
    this.cacheStatus = cacheStatus;
    const savedNanoUsd = BigInt(answer.costNanoUsd);
    const from = { provider: config.provider, providerConfigId: config.id, model: model.modelId };
    const { latencyMs } = this.#finish(undefined, undefined, { ...from, savedNanoUsd });
    this.#receipt = {
      ...from,
      requestId: this.#opening.requestId,
      providerConfigName: config.name,
      counts: answer.counts,
      isUsageEstimated: false,
      inputCostNanoUsd: 0n,
      outputCostNanoUsd: 0n,
      costNanoUsd: 0n,
      isPriced: true,
      latencyMs,
      timeToFirstTokenMs: null,
      attemptCount: 0,
      cacheStatus,
      savedNanoUsd,
      warnings: this.warnings,
      budget: null,
      stepDown: this.stepDown,
    };
    return this.#receipt;
  }

  get hasEnded(): boolean {
    return this.#receipt !== undefined;
  }

  /** Ends a request that nobody served; its failed attempts are settled already. */
  fail(error: AppError): void {
    this.#finish(undefined, error);
  }

  #finish(served: OpenAttempt | undefined, error: AppError | undefined, cached?: FromCache) {
    const latencyMs = Math.round(performance.now() - this.#startedAt);
    const sum = sumAttempts(this.#settled);
    this.#place?.release(totalTokens(sum.counts));
    const last = cached ?? served?.intent ?? this.#settled.at(-1)?.record;
    const opening = this.#opening;
    // Of one attempt alone the sum is its own, and what was written of that is at hand.
    const written = this.#settled.length === 1 ? this.#settled[0]?.record : undefined;
    const record: RequestRecord = {
      requestId: opening.requestId,
      tenantId: opening.tenantId,
      apiKeyId: opening.apiKeyId,
      userId: opening.userId,
      source: opening.source,
      modelType: opening.modelType,
      modelRequested: opening.modelRequested,
      taskType: opening.taskType,
      isStream: opening.isStream,
      processorId: opening.processorId,
      runId: opening.runId,
      templateId: opening.templateId,
      profile: opening.profile,
      requestedAtMs: opening.requestedAtMs,
      status: statusOf(error),
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
      provider: last?.provider ?? null,
      providerConfigId: last?.providerConfigId ?? null,
      modelServed: last?.model ?? null,
      attemptCount: this.#settled.length,
      counts: sum.counts,
      isUsageEstimated: sum.isUsageEstimated,
      isPriced: sum.isPriced,
      inputCostNanoUsd: written?.inputCostNanoUsd ?? sum.inputCostNanoUsd.toString(),
      outputCostNanoUsd: written?.outputCostNanoUsd ?? sum.outputCostNanoUsd.toString(),
      costNanoUsd: written?.costNanoUsd ?? sum.costNanoUsd.toString(),
      cacheHit: cached !== undefined,
      savedNanoUsd: cached?.savedNanoUsd.toString() ?? "0",
      warnings: this.warnings,
      route: this.trace ?? {},
      completedAtMs: opening.requestedAtMs + latencyMs,
      timeToFirstTokenMs: served?.timeToFirstTokenMs ?? null,
    };
    this.#ledger.finish(record, this.trace && routeJson(this.trace));
    return { sum, latencyMs };
  }
}
