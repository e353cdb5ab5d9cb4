import { AppError } from "@/lib/contracts/errors";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import type { CallContext } from "@/server/gateway/spec/provider";
import type {
  TranscriptionCapability,
  TranscriptionEvent,
  TranscriptionRequest,
} from "@/server/gateway/spec/transcription";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";
import { boundTranscription } from "./bound-call";
import { brokenOffBy } from "./broken-off-by";
import type { Caller, CallOptions } from "./caller";
import { completeUsage, estimateAudio } from "./estimate-usage";
import { capability, execute } from "./execute";
import type { Served } from "./execution";
import type { GatewayParts } from "./gateway-parts";
import type { Receipt } from "./receipt";
import { toFirstYield } from "./to-first-yield";

export interface TranscriptionStream {
  model: string;
  provider: string;
  attemptCount: number;
  /** Must be read to its end or `return`ed: that settles the attempt. Throws `AppError` if the transcript breaks off. */
  events: AsyncGenerator<readonly TranscriptionEvent[], Receipt | undefined>;
}

interface Started {
  head: readonly TranscriptionEvent[];
  rest: AsyncIterator<readonly TranscriptionEvent[]>;
}

/** Resolves with the first events, so that a failure before them is still an ordinary error or another provider's turn. */
export async function runTranscriptionStream(
  parts: GatewayParts,
  caller: Caller,
  request: TranscriptionRequest,
  options: CallOptions,
): Promise<TranscriptionStream> {
  const estimate = estimateAudio(request.file.size);
  const served = await execute<Started>(parts, {
    caller,
    options,
    type: "speech_to_text",
    model: request.model,
    isStream: true,
    estimate,
    bound: () => boundTranscription(request.file.size),
    async invoke(definition, context) {
      const hears = capability(definition, "speech_to_text");
      const events = hears.stream?.(request, context) ?? inOnePiece(hears, request, context);
      const rest = events[Symbol.asyncIterator]();
      const first = await rest.next();
      return { head: first.done ? [] : first.value, rest };
    },
  });
  return {
    model: served.attempt.intent.model,
    provider: served.attempt.intent.provider,
    attemptCount: served.attempt.intent.sequence,
    events: await toFirstYield(relay(served, estimate, options.signal)),
  };
}

/** The whole transcript as one delta and the end, from a provider that does not stream. */
async function* inOnePiece(
  hears: TranscriptionCapability,
  request: TranscriptionRequest,
  context: CallContext,
): AsyncGenerator<readonly TranscriptionEvent[], void, undefined> {
  const { text, usage, durationMs, warnings } = await hears.transcribe(request, context);
  const measured: Usage | undefined =
    durationMs === undefined ? undefined : { counts: { audioMs: Math.ceil(durationMs) }, isEstimated: true };
  const known = usage ?? measured;
  yield [
    { delta: text, warnings },
    { text, ...(known === undefined ? {} : { usage: known }) },
  ];
}

const NOTHING: readonly TranscriptionEvent[] = [];

async function* relay(
  { value, run, attempt }: Served<Started>,
  estimate: UsageCounts,
  signal: CallSignal,
): AsyncGenerator<readonly TranscriptionEvent[], Receipt | undefined> {
  let reported: Usage | undefined;
  const see = (events: readonly TranscriptionEvent[]) => {
    for (const event of events) {
      if (event.usage) reported = event.usage;
      if (event.warnings) run.warnings.push(...event.warnings);
    }
    return events;
  };
  const usage = () => completeUsage(reported, estimate);
  try {
    yield NOTHING; // As far as `toFirstYield` goes.
    run.markFirstToken(attempt);
    if (value.head.length > 0) yield see(value.head);
    for (;;) {
      const step = await value.rest.next();
      if (step.done) return run.end(attempt, { usage: usage() });
      yield see(step.value);
    }
  } catch (thrown) {
    const error = brokenOffBy(thrown, signal);
    run.end(attempt, { usage: usage(), error });
    throw error;
  } finally {
    if (!run.hasEnded) {
      await value.rest.return?.();
      run.end(attempt, { usage: usage(), error: new AppError("client_closed") });
    }
  }
}
