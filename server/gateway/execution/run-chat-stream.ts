import type { CacheStatus } from "@/lib/contracts/cache";
import { AppError } from "@/lib/contracts/errors";
import type { BudgetStanding } from "@/server/gateway/budgets/create-budget-book";
import type { StepDown } from "@/server/gateway/budgets/step-down";
import { AnswerCollector } from "@/server/gateway/cache/answer-collector";
import { toEvents } from "@/server/gateway/cache/cached-answer";
import { needsOfChat } from "@/server/gateway/routing/needs-of-call";
import { stateOfAnswer } from "@/server/gateway/routing/provider-state";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import type { ChatCall, ChatEvent } from "@/server/gateway/spec/chat";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";
import { askedTier } from "./asked-tier";
import { boundChat } from "./bound-call";
import { boundOutput } from "./bound-output";
import { brokenOffBy } from "./broken-off-by";
import { type CachedChat, cachedChatOf, type FoundAnswer } from "./cached-chat";
import type { Caller, CallOptions } from "./caller";
import { BYTES_PER_TOKEN, completeUsage, estimateChatInput } from "./estimate-usage";
import { type Begun, begin, capability, type Execution, execute, type Served } from "./execute";
import { fillSettings } from "./fill-settings";
import type { GatewayParts } from "./gateway-parts";
import type { Receipt } from "./receipt";
import { speakNatively } from "./speak-natively";
import { toFirstYield } from "./to-first-yield";

export interface ChatStream {
  requestId: string;
  model: string;
  provider: string;
  attemptCount: number;
  cacheStatus: CacheStatus;
  /** For dialects that tell the input before the provider has. */
  estimatedInputTokens: number;
  /** What is known before the first content of what could not be passed on; the receipt has all. */
  warnings: readonly string[];
  budget: BudgetStanding | null;
  stepDown: StepDown | null;
  /** Must be read to its end, which hands over the receipt, or `return`ed: either settles the attempt. Throws `AppError` if the answer breaks off. */
  events: AsyncGenerator<readonly ChatEvent[], Receipt | undefined>;
}

interface Started {
  /** Everything up to and including the first content. */
  head: ChatEvent[];
  rest: AsyncIterator<readonly ChatEvent[]>;
}

/** What is held back before the first content, for the chance to go elsewhere: a provider that never sends content must not fill memory. */
const MOST_HELD_EVENTS = 500;
const MOST_HELD_CHARACTERS = 1_000_000;

/** Resolves with the first content of the answer, so that every failure before it is still an ordinary error or another provider's turn. */
export async function runChatStream(
  parts: GatewayParts,
  caller: Caller,
  call: ChatCall,
  options: CallOptions,
): Promise<ChatStream> {
  const { request } = call;
  const estimate = estimateChatInput(request);
  const execution: Execution<Started> = {
    caller,
    options,
    type: "llm",
    model: request.model,
    needs: needsOfChat(call, estimate),
    chat: call,
    isStream: true,
    estimate,
    askedTier: askedTier(request),
    bound: (model) => boundChat(call, model),
    invoke: (definition, context, { candidate: { model }, admission }, { settings }) => {
      const llm = capability(definition, "llm");
      const filled = fillSettings(call, settings, model, llm, estimate);
      const bounded = boundOutput(filled.call, admission.maxOutputTokens);
      const spoken = speakNatively(bounded, llm, context, model.maxOutputTokens);
      return start(llm.stream(spoken.request, spoken.context), [...filled.warnings, ...spoken.losses]);
    },
  };
  const beginning = begin(parts, execution);
  const begun = beginning instanceof Promise ? await beginning : beginning;
  const cached = cachedChatOf(parts, begun, caller, call, options);
  const found = cached && (await cached.find());
  if (found) return replay(begun, found, estimate, options);
  const served = await execute(parts, execution, begun);
  return {
    requestId: options.requestId,
    model: served.attempt.intent.model,
    provider: served.attempt.intent.provider,
    attemptCount: served.attempt.intent.sequence,
    cacheStatus: served.run.cacheStatus,
    estimatedInputTokens: estimate.inputTokens ?? 0,
    warnings: [...served.run.warnings, ...served.value.head.flatMap((event) => event.warnings ?? [])],
    budget: served.attempt.admission.standing ?? null,
    stepDown: served.run.stepDown,
    events: await toFirstYield(
      relay(served, estimate, options.signal, (event) => noteState(parts, caller, served, event), cached),
    ),
  };
}

/** A kept answer as a stream. */
function replay(
  { run, plan }: Begun,
  { answer, status }: FoundAnswer,
  estimate: UsageCounts,
  { requestId }: CallOptions,
): ChatStream {
  const [first] = plan.candidates;
  if (!first) throw new AppError("internal");
  const receipt = run.endFromCache(first, answer, status);
  return {
    requestId,
    model: receipt.model,
    provider: receipt.provider,
    attemptCount: 0,
    cacheStatus: receipt.cacheStatus,
    estimatedInputTokens: answer.counts.inputTokens ?? estimate.inputTokens ?? 0,
    warnings: [],
    budget: null,
    stepDown: receipt.stepDown,
    events: (async function* () {
      yield toEvents(answer);
      return receipt;
    })(),
  };
}

async function start(stream: AsyncIterable<readonly ChatEvent[]>, losses: readonly string[]): Promise<Started> {
  const rest = stream[Symbol.asyncIterator]();
  const head: ChatEvent[] = losses.length > 0 ? [{ warnings: [...losses] }] : [];
  let heldCharacters = 0;
  let hasCome = false;
  for (;;) {
    const step = await rest.next();
    if (step.done) {
      if (hasCome) return { head, rest };
      throw new AppError(
        "provider_stream_broken",
        "The provider closed the stream without sending anything. Try again.",
      );
    }
    hasCome = true;
    let hasContent = false;
    for (const event of step.value) {
      head.push(event);
      heldCharacters += event.raw?.data.length ?? 0;
      hasContent ||= isContent(event);
    }
    const isFull = head.length >= MOST_HELD_EVENTS || heldCharacters > MOST_HELD_CHARACTERS;
    if (hasContent || isFull) return { head, rest };
  }
}

function isContent(event: ChatEvent): boolean {
  return Boolean(event.text || event.reasoning || event.toolCalls || event.finishReason || event.images);
}

/** Remembers who made what a later request may hand back. */
function noteState(
  { origins }: GatewayParts,
  { tenantId }: Caller,
  { attempt }: Served<Started>,
  event: ChatEvent,
): void {
  if (event.stateIds === undefined && event.reasoningDetails === undefined) return;
  origins.keep(tenantId, attempt.candidate.config.id, stateOfAnswer(event));
}

const NOTHING: readonly ChatEvent[] = [];

async function* relay(
  { value, run, attempt }: Served<Started>,
  estimate: UsageCounts,
  signal: CallSignal,
  note: (event: ChatEvent) => void,
  cached: CachedChat | undefined,
): AsyncGenerator<readonly ChatEvent[], Receipt | undefined> {
  const seen = new SeenSoFar(estimate, run.warnings);
  const collected = cached && new AnswerCollector();
  try {
    for (const event of value.head) {
      seen.add(event);
      note(event);
      collected?.add(event);
    }
    if (value.head.some(isContent)) run.markFirstToken(attempt);
    yield NOTHING; // As far as `toFirstYield` goes.
    yield value.head;
    for (;;) {
      const step = await value.rest.next();
      if (step.done) {
        const receipt = run.end(attempt, { usage: seen.usage(true) });
        const result = collected?.result();
        if (result) cached?.keep(result, receipt);
        return receipt;
      }
      let isDue = false;
      for (const event of step.value) {
        isDue = seen.add(event) || isDue;
        note(event);
        collected?.add(event);
      }
      if (isDue) run.progress(attempt, seen.usage(false).counts);
      yield step.value;
    }
  } catch (thrown) {
    const error = brokenOffBy(thrown, signal);
    run.end(attempt, { usage: seen.usage(false), error });
    throw error;
  } finally {
    if (!run.hasEnded) {
      // The reader stopped early: close the upstream first, so that it stops billing.
      await value.rest.return?.();
      run.end(attempt, { usage: seen.usage(false), error: new AppError("client_closed") });
    }
  }
}

/** Kept with the request: of a body that is odd in a thousand places, the first ones are enough. */
const MOST_WARNINGS = 100;

/** Events between two progress notes to the ledger, so that a crash loses at most as many tokens from the estimate. */
const EVENTS_PER_PROGRESS = 64;

/** What a stream has shown of its consumption so far. */
class SeenSoFar {
  readonly #estimate: UsageCounts;
  #reported: Usage | undefined;
  #bytes = 0;
  /** Those that the last report covers. */
  #reportedBytes = 0;
  #events = 0;
  readonly #warnings: string[];

  constructor(estimate: UsageCounts, warnings: string[]) {
    this.#estimate = estimate;
    this.#warnings = warnings;
  }

  /** True when it is time for a progress note. */
  add(event: ChatEvent): boolean {
    if (event.warnings) this.#warnings.push(...event.warnings.slice(0, MOST_WARNINGS));
    if (event.text) this.#bytes += Buffer.byteLength(event.text);
    if (event.reasoning) this.#bytes += Buffer.byteLength(event.reasoning);
    for (const call of event.toolCalls ?? [])
      this.#bytes += Buffer.byteLength((call.name ?? "") + (call.arguments ?? ""));
    if (event.usage) {
      this.#reported = event.usage;
      this.#reportedBytes = this.#bytes;
    }
    this.#events += 1;
    return this.#events % EVENTS_PER_PROGRESS === 0;
  }

  /** A complete answer's report is taken as it is; of one that broke off, what was seen since the last report comes on top of that. */
  usage(isComplete: boolean): Usage {
    const usage = completeUsage(this.#reported, { ...this.#estimate, outputTokens: tokensOf(this.#bytes) });
    if (isComplete || !this.#reported) return usage;
    const { counts } = usage;
    const since = this.#reported.counts.outputTokens === undefined ? 0 : tokensOf(this.#bytes - this.#reportedBytes);
    return { ...usage, counts: { ...counts, outputTokens: (counts.outputTokens ?? 0) + since }, isEstimated: true };
  }
}

const tokensOf = (bytes: number) => Math.ceil(bytes / BYTES_PER_TOKEN);
