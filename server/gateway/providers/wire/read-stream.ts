import { AppError, isAppError } from "@/lib/contracts/errors";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import type { SseEvent } from "@/server/gateway/spec/transport";
import { isRecord, type JsonRecord, parseJson } from "./json-value";

/**
 * A streamed answer step by step, each payload parsed once. What ends before a finish reason or `[DONE]` is `provider_stream_broken`;
 * a connection lost after the finish reason has lost nothing of the answer, so that is its end.
 */
export async function* readStream(
  open: () => Promise<AsyncIterable<SseEvent>>,
  read: (payload: JsonRecord, raw: string) => ChatEvent | undefined,
  opening?: ChatEvent,
): AsyncGenerator<ChatEvent, void, undefined> {
  const events = await open();
  if (opening !== undefined) yield opening;
  let isFinished = false;
  try {
    for await (const { data } of events) {
      if (data === "[DONE]") return;
      const payload = parseJson(data);
      if (!isRecord(payload)) throw notAnObject();
      const event = read(payload, data);
      if (event === undefined) continue;
      if (event.finishReason !== undefined) isFinished = true;
      yield event;
    }
  } catch (error) {
    if (!isFinished || !isAppError(error) || error.code !== "provider_stream_broken") throw error;
  }
  if (!isFinished) throw endedEarly();
}

function notAnObject(): AppError {
  return new AppError(
    "provider_bad_response",
    "The provider sent a stream event that is not a JSON object. Try again; if it persists, check the base URL.",
  );
}

function endedEarly(): AppError {
  return new AppError(
    "provider_stream_broken",
    "The provider's stream ended without saying that the answer is complete. Try again, or use another model.",
  );
}
