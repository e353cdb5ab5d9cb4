import { createServer, type Server } from "node:http";
import { createServer as createSocketServer, type Server as SocketServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openConnection, requestBytes } from "./connection.mjs";
import { createWordCounter } from "./count-words.mjs";

let server: Server | SocketServer | undefined;

async function listening(candidate: Server | SocketServer): Promise<number> {
  server = candidate;
  await new Promise<void>((resolve) => candidate.listen(0, "127.0.0.1", resolve));
  const address = candidate.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  return address.port;
}

afterEach(() => server?.close());

/** The same bytes, one write each. */
function dribbling(answer: string): SocketServer {
  return createSocketServer((socket) => {
    socket.setNoDelay(true);
    socket.on("data", async () => {
      for (const byte of Buffer.from(answer)) {
        socket.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
    });
  });
}

async function bodyOf(port: number, times = 1): Promise<{ status: number; body: string }> {
  const connection = await openConnection(port);
  const bytes = requestBytes({ port, path: "/", headers: {}, body: "{}" });
  let answer = { status: 0, body: "" };
  for (let n = 0; n < times; n += 1) {
    const pieces: Buffer[] = [];
    const status = await connection.send(bytes, (piece: Buffer) => pieces.push(Buffer.from(piece)));
    answer = { status, body: Buffer.concat(pieces).toString() };
  }
  connection.close();
  return answer;
}

describe("the measuring connection", () => {
  it("reads an answer of known length, one request after the other", async () => {
    const port = await listening(createServer((_, res) => res.end("hello")));
    expect(await bodyOf(port, 3)).toEqual({ status: 200, body: "hello" });
  });

  it("reads chunks that are cut at every byte", async () => {
    const answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
    const port = await listening(dribbling(answer));
    expect(await bodyOf(port, 2)).toEqual({ status: 200, body: "hello world" });
  });

  it("tells an answer that is cut off from a whole one", async () => {
    const port = await listening(
      createSocketServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")),
    );
    await expect(bodyOf(port)).rejects.toThrow("closed before the answer was whole");
  });
});

it("counts a word also where a piece ends within it, and none twice", () => {
  const text = "quartz quartz quart quartz";
  for (let size = 1; size <= text.length; size += 1) {
    const counter = createWordCounter("quartz");
    for (let at = 0; at < text.length; at += size) counter.push(Buffer.from(text.slice(at, at + size)));
    expect(counter.count()).toBe(3);
  }
});
