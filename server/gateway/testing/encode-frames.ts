import { EventStreamCodec } from "@smithy/eventstream-codec";
import type { StreamCoding } from "./describe-provider";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

/** A frame of `application/vnd.amazon.eventstream` as AWS sends it, from its headers and payload. */
export function encodeFrame(headers: Readonly<Record<string, string>>, payload: string): Buffer {
  const typed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, { type: "string" as const, value }]),
  );
  return Buffer.from(codec.encode({ headers: typed, body: Buffer.from(payload) }));
}

/** Fixtures write an event of such a stream as its name, a blank, and its payload. */
export const FRAMED_STREAM: StreamCoding = {
  contentType: "application/vnd.amazon.eventstream",
  encode: (events) =>
    Buffer.concat(
      events.map((event) => {
        const at = event.indexOf(" ");
        const name = event.slice(0, at);
        const headers = { ":message-type": "event", ":event-type": name, ":content-type": "application/json" };
        return encodeFrame(headers, event.slice(at + 1));
      }),
    ),
};
