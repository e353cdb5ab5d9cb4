import { describe, expect, it } from "vitest";
import type { SseEvent } from "@/server/gateway/spec/transport";
import { encodeFrame } from "@/server/gateway/testing/encode-frames";
import { decodeFrames } from "./decode-frames";

const EVENT = { ":message-type": "event", ":event-type": "contentBlockDelta" };
const BYTES = Buffer.concat([
  encodeFrame(EVENT, '{"text":"猫"}'),
  encodeFrame({ ":message-type": "exception", ":exception-type": "throttlingException" }, '{"message":"slow"}'),
  encodeFrame({ ":message-type": "error", ":error-code": "InternalError", ":error-message": "lost" }, ""),
]);
const EVENTS = [
  { event: "contentBlockDelta", data: '{"text":"猫"}' },
  { event: "exception:throttlingException", data: '{"message":"slow"}' },
  { event: "exception:InternalError", data: '{"message":"lost"}' },
];

async function decode(...pieces: Uint8Array[]): Promise<SseEvent[]> {
  const events: SseEvent[] = [];
  async function* body() {
    yield* pieces;
  }
  for await (const batch of decodeFrames(body())) {
    expect(batch.length).toBeGreaterThan(0);
    events.push(...batch);
  }
  return events;
}

describe("frames", () => {
  it("are decoded wherever the bytes are split", async () => {
    expect(await decode(BYTES)).toEqual(EVENTS);
    for (let at = 1; at < BYTES.length; at++)
      expect(await decode(BYTES.subarray(0, at), BYTES.subarray(at))).toEqual(EVENTS);
    expect(await decode(...Array.from(BYTES, (byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
  });

  it("of many megabytes are decoded in linear time, in however small pieces they come", async () => {
    const data = JSON.stringify({ text: "x".repeat(8_000_000) });
    const frame = encodeFrame(EVENT, data);
    const pieces = Array.from({ length: Math.ceil(frame.length / 256) }, (_, at) =>
      frame.subarray(at * 256, at * 256 + 256),
    );
    expect((await decode(...pieces))[0]?.data.length).toBe(data.length);
  });

  it("that end in the middle are a broken stream", async () => {
    await expect(decode(BYTES.subarray(0, -1))).rejects.toMatchObject({ code: "provider_stream_broken" });
    await expect(decode(BYTES.subarray(0, 2))).rejects.toMatchObject({ code: "provider_stream_broken" });
  });

  it("with a wrong checksum, or that are no frames at all, are a bad answer", async () => {
    const damaged = Buffer.from(BYTES);
    damaged.writeUInt8(damaged.readUInt8(30) ^ 1, 30);
    await expect(decode(damaged)).rejects.toMatchObject({ code: "provider_bad_response" });
    await expect(decode(Buffer.from("data: hello there\n\n"))).rejects.toMatchObject({ code: "provider_bad_response" });
    await expect(decode(Buffer.alloc(16))).rejects.toMatchObject({ code: "provider_bad_response" });
  });
});
