import { describe, expect, it } from "vitest";
import type { SseEvent } from "@/server/gateway/spec/transport";
import { MAX_LINE_BYTES, SseDecoder } from "./sse-decoder";

function decode(...pieces: (string | Buffer)[]): SseEvent[] {
  const decoder = new SseDecoder();
  return [...pieces.flatMap((piece) => decoder.push(Buffer.from(piece))), ...decoder.end()];
}
const data = (...texts: string[]) => texts.map((text) => ({ event: "", data: text }));

describe("server-sent events from bytes", () => {
  it.each([
    ["LF", "data: a\n\ndata: b\n\n", data("a", "b")],
    ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", data("a", "b")],
    ["CR", "data: a\r\rdata: b\r\r", data("a", "b")],
    ["a mixture", "data: a\r\n\ndata: b\n\r\n", data("a", "b")],
    ["a byte order mark", "\uFEFFdata: a\n\n", data("a")],
    ["comments", ": hi\ndata: a\n: there\n\n:\n\n", data("a")],
    ["several data lines", "data: a\ndata:\ndata: b\n\n", data("a\n\nb")],
    ["no space, and two", "data:a\n\ndata:  b\n\n", data("a", " b")],
    ["event names", "event: ping\ndata: {}\n\ndata: x\n\n", [{ event: "ping", data: "{}" }, ...data("x")]],
    ["unknown fields and ids", "id: 1\nretry: 5\nfoo: bar\ndata: a\n\n", data("a")],
    ["a field without a colon", "data\n\nevent\ndata: a\n\n", data("", "a")],
    ["blank lines only", "\n\n\r\n\r\n", []],
    ["an event without data", "event: ping\n\ndata: a\n\n", data("a")],
    ["a colon in the value", "data: a: b:c\n\n", data("a: b:c")],
    ["names that only begin alike", "database: x\ndat: y\nevents: z\ndata: a\n\n", data("a")],
    ["a last event without its blank line", 'data: {"a":1}\n', data('{"a":1}')],
    ["a last [DONE] without any line end", "data: a\n\ndata: [DONE]", data("a", "[DONE]")],
    ["half a payload at the end", 'data: a\n\ndata: {"choi', data("a")],
  ])("reads %s", (_name, text, events) => {
    const bytes = Buffer.from(text);
    expect(decode(bytes)).toEqual(events);
    for (let at = 1; at < bytes.length; at++) expect(decode(bytes.subarray(0, at), bytes.subarray(at))).toEqual(events);
    expect(decode(...[...bytes].map((byte) => Buffer.from([byte])))).toEqual(events);
  });

  it("keeps characters whole wherever the bytes are split", () => {
    const text = "你好，世界 👩‍👩‍👧‍👦 e\u0301 ñ 𝒳";
    const bytes = Buffer.from(`data: ${text}\n\n`);
    for (let a = 1; a < bytes.length; a++) {
      for (let b = a; b < bytes.length; b += 3)
        expect(decode(bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b))).toEqual(data(text));
    }
  });

  it("refuses a line beyond 10 MB, with or without its end, in linear time", () => {
    const decoder = new SseDecoder();
    const piece = Buffer.alloc(64 * 1024, 97);
    expect(() => {
      for (let sent = 0; sent <= MAX_LINE_BYTES; sent += piece.length) decoder.push(piece);
    }).toThrow(/10 MB/);
    expect(() =>
      new SseDecoder().push(Buffer.concat([Buffer.alloc(MAX_LINE_BYTES + 1, 97), Buffer.from("\n")])),
    ).toThrow(/10 MB/);
  });

  it("refuses an event that grows beyond 10 MB line by line", () => {
    const decoder = new SseDecoder();
    const line = Buffer.from(`data: ${"a".repeat(64 * 1024)}\n`);
    expect(() => {
      for (let sent = 0; sent <= MAX_LINE_BYTES; sent += 64 * 1024) decoder.push(line);
    }).toThrow(/10 MB/);
  });

  it("survives a thousand mutated streams with the same events for any split", () => {
    const source = Buffer.from('event: m\r\ndata: {"t":"你好"}\r\n\r\n: c\ndata: x\ndata: y\n\ndata: [DONE]\n\n');
    let seed = 49;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % below;
    };
    const alphabet = Buffer.from("\n\r:d \0\xff{", "latin1");
    for (let round = 0; round < 1000; round++) {
      const bytes = Buffer.from(source);
      for (let i = 0; i < 4; i++) bytes[random(bytes.length)] = alphabet[random(alphabet.length)] ?? 0;
      const at = random(bytes.length);
      expect(decode(bytes.subarray(0, at), bytes.subarray(at))).toEqual(decode(bytes));
    }
  });
});
