import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { createLog } from "@/server/log";
import { Exchange } from "./exchange";
import { writeChunk } from "./write-answer";

it("ends a call whose client never reads, instead of waiting for ever", async () => {
  const server = createServer();
  const stalled = new Promise<boolean>((resolve) => {
    server.on("request", async (req, res) => {
      const { signal } = new Exchange(req, res, createLog("silent"));
      try {
        for (;;) await writeChunk(res, Buffer.alloc(1_000_000), signal, 200);
      } catch {
        resolve(signal.aborted && res.destroyed);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  client.pause();
  client.on("error", () => undefined);
  client.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  expect(await stalled).toBe(true);
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});
