import { AppError, isAppError } from "@/lib/contracts/errors";
import type { SseEvent } from "@/server/gateway/spec/transport";
import { SseDecoder } from "./sse-decoder";

/** Events as their bytes come, a batch per piece of the network. A connection lost on the way is `provider_stream_broken`; time limits and aborts keep their own codes. */
export async function* decodeEvents(body: AsyncIterable<Buffer>): AsyncGenerator<readonly SseEvent[], void, undefined> {
  const decoder = new SseDecoder();
  try {
    for await (const chunk of body) {
      const events = decoder.push(chunk);
      if (events.length > 0) yield events;
    }
  } catch (error) {
    if (!isAppError(error) || error.code !== "provider_unavailable") throw error;
    throw new AppError("provider_stream_broken", error.message, error.details);
  }
  const last = decoder.end();
  if (last.length > 0) yield last;
}
