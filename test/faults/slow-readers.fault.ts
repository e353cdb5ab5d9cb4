import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { usedBytes } from "@/test/fuzz/collect-garbage";
import { startDataPlane } from "@/test/start-data-plane";

const STREAMS = 20;
/** Several times what a system's own socket buffers take on the way, which is up to 20 MB on loopback. */
const STREAM_BYTES = 50_000_000;
const BYTES_PER_SECOND = 1_000;
const SECONDS = 20;
/** Per stream: what the pause of the upstream's socket, the sockets' own buffers and one batch of events may hold. */
const MAX_BYTES_PER_STREAM = 2_000_000;

let pushedBytes = 0;
const chunk = `data: ${JSON.stringify({
  id: "c",
  object: "chat.completion.chunk",
  created: 0,
  model: "flood",
  choices: [{ index: 0, delta: { content: "x".repeat(8_000) }, finish_reason: null }],
})}\n\n`;

/** As fast as the other end takes it, and no faster: its own buffer must not be what is measured. */
const upstream = createServer(async (request, response) => {
  request.resume();
  const closed = once(response, "close");
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let sent = 0; sent < STREAM_BYTES && !response.destroyed; sent += chunk.length) {
    pushedBytes += chunk.length;
    if (!response.write(chunk)) await Promise.race([once(response, "drain"), closed]);
  }
  response.end('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
});
let sluice: Awaited<ReturnType<typeof startDataPlane>>;

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const address = upstream.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const base_url = `http://127.0.0.1:${port}/v1`;
  sluice = await startDataPlane([{ id: "flood", values: { base_url }, models: [{ modelId: "flood" }] }]);
});
afterAll(async () => {
  await sluice.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

/** A client that takes a kilobyte a second: the rest stays in the kernel, and then with Sluice. */
function openSlowReader(): Socket {
  const { hostname, port } = new URL(sluice.url);
  const body = JSON.stringify({ model: "flood", stream: true, messages: [{ role: "user", content: "Hi" }] });
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${sluice.apiKey}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}

it(`${STREAMS} clients at ${BYTES_PER_SECOND} bytes a second hold back upstreams that push ${STREAM_BYTES / 1e6} MB each, so that memory stays bounded`, async () => {
  const beforeBytes = usedBytes();
  const sockets = Array.from({ length: STREAMS }, openSlowReader);
  let readBytes = 0;
  let mostBytes = 0;
  for (let second = 0; second < SECONDS; second++) {
    await wait(1_000);
    for (const socket of sockets) {
      const piece: Buffer | null = socket.read(BYTES_PER_SECOND);
      readBytes += piece?.length ?? 0;
    }
    mostBytes = Math.max(mostBytes, usedBytes() - beforeBytes);
  }
  console.log(
    `${STREAMS} slow streams: ${readBytes} bytes read, ${Math.round(pushedBytes / 1e6)} of ${(STREAMS * STREAM_BYTES) / 1e6} MB pushed, at most ${Math.round(mostBytes / 1e6)} MB held`,
  );
  expect(readBytes).toBeGreaterThan(STREAMS * BYTES_PER_SECOND * (SECONDS / 2));
  // Had nobody held them back, they would be through by now.
  expect(pushedBytes).toBeLessThan((STREAMS * STREAM_BYTES) / 2);
  expect(mostBytes).toBeLessThan(STREAMS * MAX_BYTES_PER_STREAM);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => usedBytes() - beforeBytes, { timeout: 10_000 }).toBeLessThan(MAX_BYTES_PER_STREAM * 5);
}, 60_000);
