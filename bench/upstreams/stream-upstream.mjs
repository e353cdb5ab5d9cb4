// An upstream on bare sockets that streams as fast as it is told to: `node stream-upstream.mjs <port>`. The last message says how:
// "chunks=20000 write=each pause=10" is 20,000 chunks, one write for each (or all at once: write=once), with 10 ms after the first one.
// Answers what is not a stream with the fixed completion, so that it can stand in for nginx.
import { createServer } from "node:net";
import { FIXED_ANSWER, FIXED_MODELS, listModels, STREAM_MODEL } from "./models.mjs";

/** The clients count this word. */
const WORD = "quartz";
const HEAD_END = "\r\n\r\n";

const head = framed(event({ role: "assistant", content: "" }));
const chunk = framed(event({ content: `${WORD} ` }));
const end = framed(event({}, "stop", { prompt_tokens: 12, completion_tokens: 8, total_tokens: 20 }));
const done = Buffer.concat([framed("data: [DONE]\n\n"), Buffer.from("0\r\n\r\n")]);
const streamHead = Buffer.from(
  "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n",
);
const models = whole(listModels([STREAM_MODEL, ...FIXED_MODELS]));
const fixed = whole(FIXED_ANSWER);
const bursts = new Map();

createServer((socket) => {
  socket.setNoDelay(true);
  let received = "";
  let isBusy = false;
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes) => {
    received += bytes.toString("latin1");
    void serve();
  });

  async function serve() {
    if (isBusy) return;
    isBusy = true;
    for (let request = take(); request !== undefined; request = take()) await answer(socket, request);
    isBusy = false;
  }

  /** The next whole request, off the front of what was received. */
  function take() {
    const at = received.indexOf(HEAD_END);
    if (at < 0) return undefined;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(received.slice(0, at))?.[1] ?? 0);
    const size = at + HEAD_END.length + length;
    if (received.length < size) return undefined;
    const request = received.slice(0, size);
    received = received.slice(size);
    return request;
  }
}).listen(Number(process.argv[2]), "127.0.0.1");

async function answer(socket, request) {
  if (request.startsWith("GET")) return void socket.write(models);
  if (!/"stream" ?: ?true/.test(request)) return void socket.write(fixed);
  const count = Number(/chunks=(\d+)/.exec(request)?.[1] ?? 16);
  const pauseMs = Number(/pause=(\d+)/.exec(request)?.[1] ?? 0);
  socket.write(Buffer.concat([streamHead, head]));
  let left = count;
  if (pauseMs > 0) {
    socket.write(chunk);
    left -= 1;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  if (/write=once/.test(request)) {
    socket.write(burst(left));
    return;
  }
  for (; left > 0 && !socket.destroyed; left -= 1) {
    if (!socket.write(chunk)) await drained(socket);
    // Others share this process: none of them waits for the whole of one stream.
    else if (left % 64 === 0) await new Promise(setImmediate);
  }
  socket.write(Buffer.concat([end, done]));
}

function drained(socket) {
  return new Promise((resolve) => {
    const go = () => {
      socket.off("drain", go).off("close", go);
      resolve();
    };
    socket.on("drain", go).on("close", go);
  });
}

function burst(count) {
  let bytes = bursts.get(count);
  if (!bytes) {
    bytes = Buffer.concat([...Array.from({ length: count }, () => chunk), end, done]);
    bursts.set(count, bytes);
  }
  return bytes;
}

function event(delta, finishReason = null, usage = undefined) {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return `data: ${JSON.stringify({ id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1_760_000_000, model: STREAM_MODEL, choices, usage })}\n\n`;
}

function framed(text) {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

function whole(body) {
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
