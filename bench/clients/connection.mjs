import { connect } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");
const CRLF = Buffer.from("\r\n");

/** The bytes of one POST, made once and sent often. */
export function requestBytes({ port, path, headers, body }) {
  const lines = Object.entries({ ...headers, "content-type": "application/json" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    ...lines,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/**
 * One keep-alive connection that speaks just enough HTTP/1.1: so little of its own that what is measured is the other side. `send` resolves with
 * the status when the answer is whole; `onBody` gets the pieces of its body as they come.
 */
export async function openConnection(port) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  let current;
  let rest = Buffer.alloc(0);

  socket.on("data", (bytes) => {
    let at = 0;
    let input = bytes;
    if (rest.length > 0) {
      input = Buffer.concat([rest, bytes]);
      rest = Buffer.alloc(0);
    }
    while (current && at < input.length) {
      const next = read(current, input, at);
      if (next < 0) break;
      at = next;
      if (current.isDone) {
        const { resolve, status } = current;
        current = undefined;
        resolve(status);
      }
    }
    if (at < input.length) rest = input.subarray(at);
  });
  const fail = (error) => {
    const failed = current;
    current = undefined;
    failed?.reject(error ?? new Error("The connection was closed before the answer was whole."));
  };
  socket.on("error", fail).on("close", () => fail());

  return {
    send(bytes, onBody) {
      return new Promise((resolve, reject) => {
        current = { resolve, reject, onBody, status: 0, isChunked: false, left: -1, isDone: false };
        socket.write(bytes);
      });
    },
    close: () => socket.destroy(),
  };
}

/** Reads on from `at`; the next position, or -1 when more bytes are needed. */
function read(answer, input, at) {
  if (answer.status === 0) return readHead(answer, input, at);
  if (answer.left < 0) return readChunkSize(answer, input, at);
  const size = Math.min(answer.left, input.length - at);
  if (size > 0) answer.onBody?.(input.subarray(at, at + size));
  answer.left -= size;
  if (answer.left > 0) return at + size;
  if (!answer.isChunked) answer.isDone = true;
  else answer.left = -1;
  return at + size;
}

function readHead(answer, input, at) {
  const end = input.indexOf(HEAD_END, at);
  if (end < 0) return -1;
  const head = input.toString("latin1", at, end).toLowerCase();
  answer.status = Number(head.slice(9, 12));
  answer.isChunked = head.includes("\r\ntransfer-encoding: chunked");
  if (!answer.isChunked) {
    answer.left = Number(/\r\ncontent-length: *(\d+)/.exec(head)?.[1] ?? 0);
    answer.isDone = answer.left === 0;
  }
  return end + HEAD_END.length;
}

/** A chunk's size line, and before it the line end of the chunk before. */
function readChunkSize(answer, input, from) {
  const at = input[from] === 13 ? from + 2 : from;
  const end = input.indexOf(CRLF, at);
  if (end < 0) return -1;
  const size = Number.parseInt(input.toString("latin1", at, end), 16);
  if (size > 0) {
    answer.left = size;
    return end + 2;
  }
  if (input.length < end + 4) return -1;
  answer.isDone = true;
  return end + 4;
}
