import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export type Fault =
  /** As if the proxy were not there. */
  | { kind: "pass" }
  /** Each answer comes so much later; order is kept. */
  | { kind: "latency"; ms: number }
  /** Connections are accepted, and nothing is answered; one that lost something this way stays silent for ever, so a client must connect anew. */
  | { kind: "black-hole" }
  /** Open connections are reset, and each new one is reset at once. */
  | { kind: "reset" };

export interface FaultProxy {
  port: number;
  /** Also of connections that are open already. */
  become(fault: Fault): void;
  /** Connections that are open now. */
  openCount(): number;
  close(): Promise<void>;
}

interface Pair {
  client: Socket;
  upstream: Socket;
}

/** A TCP proxy on loopback, in front of a real server that is to be slow, silent or gone for a while. */
export async function startFaultProxy(target: { port: number; host?: string }): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  /** Connections that have lost bytes: what would come after makes no sense to either side. */
  const silenced = new WeakSet<Socket>();
  let fault: Fault = { kind: "pass" };

  const server = createServer((client) => {
    if (fault.kind === "reset") {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: target.port, host: target.host ?? "127.0.0.1" });
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    const pair = { client, upstream };
    pairs.add(pair);
    client.on("data", (data) => {
      if (!isLost(client)) upstream.write(data);
    });
    upstream.on("data", (data) => answer(client, data));
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.on("error", end);
      socket.on("close", end);
    }
  });

  /** What was on its way when the fault changed keeps the delay it began with, so a later piece can't overtake it. */
  const lastDueAtMs = new WeakMap<Socket, number>();

  function isLost(client: Socket): boolean {
    if (fault.kind === "black-hole") silenced.add(client);
    return silenced.has(client);
  }

  function answer(client: Socket, data: Buffer): void {
    if (isLost(client)) return;
    const nowMs = performance.now();
    const delayMs = fault.kind === "latency" ? fault.ms : 0;
    const dueAtMs = Math.max(nowMs + delayMs, lastDueAtMs.get(client) ?? 0);
    if (dueAtMs <= nowMs) {
      client.write(data);
      return;
    }
    lastDueAtMs.set(client, dueAtMs);
    setTimeout(() => {
      if (!client.destroyed && !isLost(client)) client.write(data);
    }, dueAtMs - nowMs);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    become(next) {
      fault = next;
      if (next.kind === "reset") for (const { client } of pairs) client.resetAndDestroy();
    },
    openCount: () => pairs.size,
    async close() {
      for (const { client, upstream } of pairs) {
        client.destroy();
        upstream.destroy();
      }
      server.close();
      await once(server, "close");
    },
  };
}
