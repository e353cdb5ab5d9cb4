import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FaultProxy, startFaultProxy } from "./fault-proxy";

const echo = createServer((socket) => {
  socket.on("error", () => undefined);
  socket.pipe(socket);
});
let proxy: FaultProxy;
let client: Socket;
let heard = "";

beforeEach(async () => {
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  const address = echo.address();
  proxy = await startFaultProxy({ port: typeof address === "object" && address ? address.port : 0 });
  client = await connected();
  heard = "";
  client.on("data", (data) => (heard += data.toString()));
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
  echo.close();
});

async function connected(): Promise<Socket> {
  const socket = connect(proxy.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

describe("the fault proxy", () => {
  it("passes what it gets both ways", async () => {
    client.write("hello");
    await expect.poll(() => heard).toBe("hello");
  });

  it("delays answers, and keeps their order when the delay ends", async () => {
    proxy.become({ kind: "latency", ms: 150 });
    const startedAt = performance.now();
    client.write("slow ");
    await expect.poll(() => proxy.openCount()).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    client.write("then more");
    await expect.poll(() => heard).toBe("slow then more");
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  it("swallows everything while it is a black hole, and a connection that lost something stays silent", async () => {
    proxy.become({ kind: "black-hole" });
    client.write("lost");
    const late = await connected();
    await expect.poll(() => proxy.openCount()).toBe(2);
    proxy.become({ kind: "pass" });
    let lateHeard = "";
    late.on("data", (data) => (lateHeard += data.toString()));
    client.write("lost as well");
    late.write("found");
    await expect.poll(() => lateHeard).toBe("found");
    expect(heard).toBe("");
    late.destroy();
  });

  it("resets what is open and what comes", async () => {
    await expect.poll(() => proxy.openCount()).toBe(1);
    proxy.become({ kind: "reset" });
    await expect.poll(() => client.destroyed).toBe(true);
    const next = connect(proxy.port, "127.0.0.1");
    next.on("error", () => undefined);
    await expect.poll(() => next.destroyed).toBe(true);
    expect(proxy.openCount()).toBe(0);
  });
});
