import { AppError } from "@/lib/contracts/errors";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import type { SpeechRequest, SpeechResult } from "@/server/gateway/spec/speech";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { boundSpeech } from "./bound-call";
import { brokenOffBy } from "./broken-off-by";
import type { Caller, CallOptions } from "./caller";
import { completeUsage } from "./estimate-usage";
import { capability, execute } from "./execute";
import type { Served } from "./execution";
import type { GatewayParts } from "./gateway-parts";
import type { Receipt } from "./receipt";
import { toFirstYield } from "./to-first-yield";

export interface SpeechStream {
  contentType: string;
  /** What the headers may already say: speech is billed by its text, so the figures are final before the audio is. */
  model: string;
  provider: string;
  attemptCount: number;
  /** Must be read to its end or `return`ed: that settles the attempt. */
  audio: AsyncGenerator<Uint8Array, Receipt | undefined>;
}

export async function runSpeech(
  parts: GatewayParts,
  caller: Caller,
  request: SpeechRequest,
  options: CallOptions,
): Promise<SpeechStream> {
  const estimate = { characters: [...request.input].length };
  const served = await execute<SpeechResult>(parts, {
    caller,
    options,
    type: "tts",
    model: request.model,
    isStream: false,
    estimate,
    bound: () => boundSpeech(estimate.characters),
    invoke: (definition, context) => capability(definition, "tts").speak(request, context),
  });
  return {
    contentType: served.value.contentType,
    model: served.attempt.intent.model,
    provider: served.attempt.intent.provider,
    attemptCount: served.attempt.intent.sequence,
    audio: await toFirstYield(relay(served, estimate, options.signal)),
  };
}

const NOTHING = new Uint8Array();

async function* relay(
  { value, run, attempt }: Served<SpeechResult>,
  estimate: UsageCounts,
  signal: CallSignal,
): AsyncGenerator<Uint8Array, Receipt | undefined> {
  const usage = () => completeUsage(value.reportedUsage?.() ?? value.usage, estimate);
  run.warnings.push(...value.warnings);
  try {
    yield NOTHING; // As far as `toFirstYield` goes.
    for await (const chunk of value.audio) {
      run.markFirstToken(attempt);
      yield chunk;
    }
    return run.end(attempt, { usage: usage() });
  } catch (thrown) {
    const error = brokenOffBy(thrown, signal);
    run.end(attempt, { usage: usage(), error });
    throw error;
  } finally {
    if (!run.hasEnded) run.end(attempt, { usage: usage(), error: new AppError("client_closed") });
  }
}
