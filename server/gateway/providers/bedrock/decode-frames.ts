import { EventStreamCodec } from "@smithy/eventstream-codec";
import { AppError } from "@/lib/contracts/errors";
import type { SseEvent } from "@/server/gateway/spec/transport";

/** What `event` of an exception begins with. */
export const EXCEPTION = "exception:";

const PRELUDE_BYTES = 4;
/** AWS bounds a frame's payload at 16 MB and its headers at 128 KB. */
const MAX_FRAME_BYTES = 17_000_000;

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

/**
 * Frames of `application/vnd.amazon.eventstream` (smithy.io/2.0/aws/amazon-eventstream.html) as named events, in one batch per piece of
 * the network, wherever the bytes are split. Exceptions are events named `exception:<name>`. Throws `provider_bad_response` for a frame
 * whose checksum is wrong, `provider_stream_broken` for bytes that end inside one.
 */
export async function* decodeFrames(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly SseEvent[]> {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  let wantedBytes = PRELUDE_BYTES;
  for await (const chunk of body) {
    pieces.push(chunk);
    bytes += chunk.length;
    // Joined once a frame is whole: a large one in small pieces would else be copied with each of them.
    if (bytes < wantedBytes) continue;
    let rest = Buffer.concat(pieces);
    const events: SseEvent[] = [];
    for (;;) {
      wantedBytes = rest.length < PRELUDE_BYTES ? PRELUDE_BYTES : rest.readUInt32BE(0);
      if (wantedBytes > MAX_FRAME_BYTES || wantedBytes < PRELUDE_BYTES) throw badFrame();
      if (rest.length < wantedBytes) break;
      events.push(decodeFrame(rest.subarray(0, wantedBytes)));
      rest = rest.subarray(wantedBytes);
    }
    pieces = [rest];
    bytes = rest.length;
    if (events.length > 0) yield events;
  }
  if (bytes > 0) {
    throw new AppError(
      "provider_stream_broken",
      "Amazon Bedrock's stream ended in the middle of an event. Try again, or use another model.",
    );
  }
}

function decodeFrame(bytes: Buffer): SseEvent {
  const { headers, body } = decode(bytes);
  const text = (name: string) => {
    const value = headers[name]?.value;
    return typeof value === "string" ? value : "";
  };
  const data = body.length === 0 ? "{}" : Buffer.from(body).toString("utf8");
  switch (text(":message-type")) {
    case "exception":
      return { event: EXCEPTION + text(":exception-type"), data };
    case "error":
      return { event: EXCEPTION + text(":error-code"), data: JSON.stringify({ message: text(":error-message") }) };
    default:
      return { event: text(":event-type"), data };
  }
}

function decode(bytes: Buffer): ReturnType<EventStreamCodec["decode"]> {
  try {
    return codec.decode(bytes);
  } catch (cause) {
    throw badFrame(cause);
  }
}

function badFrame(cause?: unknown): AppError {
  return new AppError(
    "provider_bad_response",
    "Amazon Bedrock sent an event that can't be decoded. Try again; if it persists, check the base URL.",
    {},
    { cause },
  );
}
