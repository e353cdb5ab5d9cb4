import { AppError, isAppError } from "@/lib/contracts/errors";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import type { SseEvent } from "@/server/gateway/spec/transport";
import type { Usage } from "@/server/gateway/spec/usage";
import { isRecord, type JsonRecord, parseJson } from "./json-value";

/** Thrown by a reader whose payload tells of a failure and of what was consumed until then. */
export class FailedWithUsage extends Error {
  constructor(
    readonly failure: AppError,
    readonly usage: Usage,
  ) {
    super(failure.message);
  }
}

/**
 * A streamed answer step by step, each payload parsed once. What ends before a finish reason or `[DONE]` is `provider_stream_broken`;
 * a connection lost after the finish reason has lost nothing of the answer, so that is its end. `read` gets the payload, its text and
 * the event's name, and gives what it means; `opening` comes first.
 */
export async function* readStream(
  open: () => Promise<AsyncIterable<readonly SseEvent[]>>,
  read: (payload: JsonRecord, raw: string, event: string) => ChatEvent | undefined,
  opening?: ChatEvent,
): AsyncGenerator<readonly ChatEvent[], void, undefined> {
  const batches = await open();
  if (opening !== undefined) yield [opening];
  let isFinished = false;
  try {
    for await (const batch of batches) {
      const events: ChatEvent[] = [];
      let failure: unknown;
      for (const { data, event } of batch) {
        if (data === "[DONE]") {
          if (events.length > 0) yield events;
          return;
        }
        try {
          const step = readOne(read, data, event);
          if (step === undefined) continue;
          if (step.finishReason !== undefined) isFinished = true;
          events.push(step);
        } catch (error) {
          // What came before the fault in the same piece of the network is content all the same.
          if (error instanceof FailedWithUsage) events.push({ usage: error.usage });
          failure = error instanceof FailedWithUsage ? error.failure : error;
          break;
        }
      }
      if (events.length > 0) yield events;
      if (failure !== undefined) throw failure;
    }
  } catch (error) {
    if (!isFinished || !isAppError(error) || error.code !== "provider_stream_broken") throw error;
  }
  if (!isFinished) throw endedEarly();
}

function readOne(
  read: (payload: JsonRecord, raw: string, event: string) => ChatEvent | undefined,
  data: string,
  event: string,
): ChatEvent | undefined {
  const payload = parseJson(data);
  if (!isRecord(payload)) throw notAnObject();
  return read(payload, data, event);
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
