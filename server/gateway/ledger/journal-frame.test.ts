import { describe, expect, it } from "vitest";
import { readFrames, writeFrame } from "./journal-frame";

const payloads = Array.from({ length: 20 }, (_, i) =>
  JSON.stringify({ kind: "progress", attemptId: `a${i}`, text: "über 字 🎈".repeat(i) }),
);

function frames(): { bytes: Buffer; ends: number[] } {
  const bytes = Buffer.alloc(64 * 1024);
  const ends: number[] = [];
  let end = 0;
  for (const payload of payloads) {
    end = writeFrame(bytes, end, payload);
    ends.push(end);
  }
  return { bytes: bytes.subarray(0, end), ends };
}

function read(bytes: Buffer): { read: string[]; corrupt: number } {
  let corrupt = 0;
  const read = [
    ...readFrames(bytes, () => {
      corrupt += 1;
    }),
  ];
  return { read, corrupt };
}

describe("journal frames", () => {
  it("gives back what was written", () => {
    expect(read(frames().bytes)).toEqual({ read: payloads, corrupt: 0 });
  });

  it("28. reads every whole frame before a torn end, wherever it tears", () => {
    const { bytes, ends } = frames();
    for (let cut = 0; cut <= bytes.length; cut++) {
      const whole = ends.filter((end) => end <= cut).length;
      const isTorn = cut !== 0 && !ends.includes(cut);
      expect(read(bytes.subarray(0, cut))).toEqual({ read: payloads.slice(0, whole), corrupt: isTorn ? 1 : 0 });
    }
  });

  it("28. loses one frame at most to one flipped bit, wherever it flips, and counts it", () => {
    const { bytes } = frames();
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const result = read(damaged);
      expect(result.corrupt).toBe(1);
      expect(result.read).toHaveLength(payloads.length - 1);
      expect(payloads).toEqual(expect.arrayContaining(result.read));
    }
  });

  it("finds nothing in noise, and does not hang", () => {
    const noise = Buffer.from('{"kind":"'.repeat(10_000));
    expect(read(noise)).toEqual({ read: [], corrupt: 1 });
  });
});
