import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import {
  isRecord,
  type JsonRecord,
  parseJson,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import type { CallContext } from "@/server/gateway/spec/provider";
import type { TranscriptionEvent, TranscriptionRequest } from "@/server/gateway/spec/transcription";
import { createErrorReader } from "./read-error";
import { readTranscript, readTranscriptionUsage } from "./read-transcript";
import { buildForm, type TranscriptionQuirks } from "./transcription-form";

const EVENT_STREAM = "text/event-stream";
const readError = createErrorReader("The provider");

/** The upstream's own events (platform.openai.com/docs/api-reference/audio/transcript-text-delta-event); whisper-1 ignores `stream` and answers in one piece. */
export async function* streamTranscript(
  request: TranscriptionRequest,
  context: CallContext,
  quirks: TranscriptionQuirks,
): AsyncGenerator<readonly TranscriptionEvent[], void, undefined> {
  const { form, warnings } = buildForm(request, context.modelId, quirks);
  form.set("stream", "true");
  const answer = await context.http.bytes({
    path: "/audio/transcriptions",
    form,
    alsoAccepts: [EVENT_STREAM, "application/json"],
  });
  if (!answer.contentType.startsWith(EVENT_STREAM)) {
    const body = parseJson(await collectText(answer.body));
    const { text, usage } = readTranscript(body, context.modelId, warnings);
    yield [
      { delta: text, warnings },
      { text, ...(usage === undefined ? {} : { usage }) },
    ];
    return;
  }
  if (warnings.length > 0) yield [{ warnings }];
  let isDone = false;
  for await (const batch of answer.readEvents()) {
    const events: TranscriptionEvent[] = [];
    for (const { data } of batch) {
      const payload = parseJson(data);
      if (isRecord(payload)) events.push(readEvent(payload, data, context));
      // vLLM streams in the shape of chat chunks, whose end is this mark.
      isDone ||= data === "[DONE]" || events.at(-1)?.text !== undefined;
    }
    if (events.length > 0) yield events;
  }
  if (!isDone)
    throw new AppError("provider_stream_broken", "The provider's transcript ended without its last event. Try again.");
}

function readEvent(payload: JsonRecord, raw: string, context: CallContext): TranscriptionEvent {
  if (payload.error !== undefined && payload.error !== null)
    throw errorInAnswer(readError({ status: 200, body: payload }), context);
  const event: TranscriptionEvent = { raw };
  const delta = readString(payload, "delta");
  if (delta !== undefined) event.delta = delta;
  if (payload.type !== "transcript.text.done") return event;
  event.text = readString(payload, "text") ?? "";
  const usage = readTranscriptionUsage(readRecord(payload, "usage"), undefined);
  if (usage !== undefined) event.usage = usage;
  return event;
}

async function collectText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
