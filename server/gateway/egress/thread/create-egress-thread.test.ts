import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { bundleEgressThread } from "@/scripts/steps/bundle-server.mjs";
import { createEgress, type Egress, type EgressRequest } from "@/server/gateway/egress/create-egress";
import { createEgressThread, type EgressThread } from "./create-egress-thread";

const POLICY = { allowPrivateHosts: ["127.0.0.1"], isOffline: false };
const BIG_BYTES = 300_000;

let directory: string;
let script: URL;
let server: Server;
let odd: ReturnType<typeof createTcpServer>;
let port: number;
let oddPort: number;
let direct: Egress;
let threaded: Egress;
const hanging = new Set<Socket>();
const bodies: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(import.meta.dirname, "../../../../node_modules/.egress-thread-"));
  await bundleEgressThread(directory);
  script = pathToFileURL(join(directory, "egress-thread.mjs"));
  server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path === "/hang") {
      hanging.add(request.socket);
      request.socket.once("close", () => hanging.delete(request.socket));
      return;
    }
    if (path === "/stall") return void response.write("{");
    if (path === "/cut") return void response.write("{", () => response.destroy());
    if (path === "/big") return void response.end(Buffer.alloc(BIG_BYTES, 32));
    if (path === "/gzip")
      return void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"text":"世界"}'));
    if (path.startsWith("/status/")) {
      response.writeHead(Number(path.slice(8)), { "retry-after": "7", location: "http://elsewhere.example/" });
      return void response.end("x".repeat(BIG_BYTES));
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks).toString("base64"));
      response.setHeader("x-twice", ["a", "b"]);
      response.end(JSON.stringify({ method: request.method, key: request.headers["x-api-key"], text: "日本語 🙂" }));
    });
  });
  odd = createTcpServer((socket) => socket.once("data", () => socket.end("SSH-2.0-OpenSSH_9.2\r\n")));
  port = await listen(server);
  oddPort = await listen(odd);
  direct = createEgress(POLICY);
  threaded = createEgress({ ...POLICY, thread: alwaysWanted(createEgressThread(script, POLICY)) });
});

afterAll(async () => {
  await direct.close();
  await threaded.close();
  server.closeAllConnections();
  server.close();
  odd.close();
  rmSync(directory, { recursive: true, force: true });
});

function alwaysWanted(thread: EgressThread): EgressThread {
  return { ...thread, isWanted: () => true };
}

async function listen(listener: { listen(port: number, host: string, done: () => void): unknown; address(): unknown }) {
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  return typeof address === "object" && address !== null && "port" in address ? Number(address.port) : 0;
}

function request(path: string, more: Partial<EgressRequest> = {}): EgressRequest {
  return {
    url: path.startsWith("http") ? path : `http://127.0.0.1:${port}${path}`,
    method: "GET",
    headers: { "x-api-key": "canary-key" },
    signal: new AbortController().signal,
    firstByteTimeoutMs: 300,
    idleTimeoutMs: 300,
    totalTimeoutMs: 5_000,
    maxBodyBytes: 1_000_000,
    isWhole: true,
    ...more,
  };
}

/** All that a caller can tell one way from the other by. */
async function outcome(egress: Egress, asked: EgressRequest) {
  let isSent = false;
  try {
    const { status, headers, body } = await egress.request({ ...asked, onSent: () => (isSent = true) });
    const { date: _, ...told } = headers;
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    // Of an error its beginning is all that is read, here or there.
    return {
      status,
      headers: told,
      body: (status < 300 ? bytes : bytes.subarray(0, 1_000)).toString("base64"),
      isSent,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, message: error.message, details: error.details, isSent };
  }
}

describe("the egress thread", () => {
  it.each<[string, () => EgressRequest]>([
    ["an answer", () => request("/ok")],
    ["a sent text", () => request("/ok", { method: "POST", body: '{"text":"世界 \\ud83d"}' })],
    ["sent bytes", () => request("/ok", { method: "POST", body: Buffer.from([0, 255, 128, 10]) })],
    ["a compressed answer", () => request("/gzip")],
    ["an error's status and beginning", () => request("/status/429")],
    ["a redirect", () => request("/status/307")],
    ["an answer over its bound", () => request("/big", { maxBodyBytes: 100_000 })],
    ["silence before the answer", () => request("/hang")],
    ["silence within the answer", () => request("/stall")],
    ["an answer that takes too long", () => request("/stall", { totalTimeoutMs: 150 })],
    ["a connection cut within the answer", () => request("/cut")],
    ["a refused connection", () => request("http://127.0.0.1:1/")],
    ["a name that does not resolve", () => request("http://no-such-host.invalid/")],
    ["another protocol", () => request(`http://127.0.0.1:${oddPort}/`)],
    ["missing TLS", () => request(`https://127.0.0.1:${port}/`)],
    ["a private address", () => request("http://169.254.169.254/latest/meta-data")],
    ["a header that HTTP can't carry", () => request("/ok", { headers: { "x-api-key": "sk-\nvalue" } })],
  ])("brings %s as the main thread would", async (_, asked) => {
    bodies.length = 0;
    const expected = await outcome(direct, asked());
    const got = await outcome(threaded, asked());
    expect(got).toEqual(expected);
    expect(bodies).toHaveLength(bodies.length === 0 ? 0 : 2);
    expect(bodies[1]).toBe(bodies[0]);
  });

  it("judges addresses itself too: what the main thread let through is refused", async () => {
    const strict = createEgressThread(script, { allowPrivateHosts: [], isOffline: false });
    const onContact = vi.fn();
    await expect(strict.request(request("/ok"), onContact)).rejects.toMatchObject({ code: "egress_blocked" });
    expect(onContact).not.toHaveBeenCalled();
    await strict.close();
  });

  it("counts the origins it contacted with those of the main thread", async () => {
    const egress = createEgress({ ...POLICY, thread: alwaysWanted(createEgressThread(script, POLICY)) });
    await outcome(egress, request("/ok"));
    await outcome(egress, request("/ok", { isWhole: false }));
    await outcome(egress, request("http://127.0.0.1:1/"));
    expect(egress.contacted()).toMatchObject([
      { origin: "http://127.0.0.1:1", count: 1 },
      { origin: `http://127.0.0.1:${port}`, count: 2 },
    ]);
    await egress.close();
  });

  it("closes the provider's socket within 200 ms when the caller leaves, and gives the caller's own reason", async () => {
    const leaving = new AbortController();
    const reason = new AppError("provider_timeout", "The request's deadline passed.");
    const asked = threaded.request(
      request("/hang", { signal: leaving.signal, firstByteTimeoutMs: 5_000, idleTimeoutMs: 5_000 }),
    );
    const failed = expect(asked).rejects.toBe(reason);
    await vi.waitFor(() => expect(hanging.size).toBe(1), { timeout: 5_000, interval: 5 });
    const leftAtMs = performance.now();
    leaving.abort(reason);
    await failed;
    await vi.waitFor(() => expect(hanging.size).toBe(0), { timeout: 5_000, interval: 5 });
    expect(performance.now() - leftAtMs).toBeLessThan(200);
  });

  it("cuts those whose callers leave and none of those that come after them", async () => {
    const limits = { firstByteTimeoutMs: 5_000, idleTimeoutMs: 5_000 };
    for (let round = 0; round < 20; round++) {
      const leaving = new AbortController();
      const left = [1, 2, 3].map(() => threaded.request(request("/hang", { ...limits, signal: leaving.signal })));
      const stays = threaded.request(request("/ok", limits));
      leaving.abort();
      const next = threaded.request(request("/ok", limits));
      for (const one of left) await expect(one).rejects.toMatchObject({ code: "client_closed" });
      await expect(stays).resolves.toMatchObject({ status: 200 });
      await expect(next).resolves.toMatchObject({ status: 200 });
      await expect(threaded.request(request("/ok", limits))).resolves.toMatchObject({ status: 200 });
    }
  });

  it("is wanted while the loop is busy and several calls are under way, never for one after the other", async () => {
    const thread = createEgressThread(script, POLICY);
    expect(thread.isWanted(100)).toBe(false);
    await vi.waitFor(
      async () => {
        const endMs = performance.now() + 80;
        while (performance.now() < endMs);
        await new Promise((resolve) => setImmediate(resolve));
        expect(thread.isWanted(4)).toBe(true);
      },
      { timeout: 5_000, interval: 1 },
    );
    expect(thread.isWanted(3)).toBe(false);
    await thread.close();
  });

  it("serves hundreds at once, each with its own answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const { body } = await threaded.request(
          request("/ok", { headers: { "x-api-key": `key-${index}` }, firstByteTimeoutMs: 5_000, idleTimeoutMs: 5_000 }),
        );
        return JSON.parse((await body.collect?.()) ?? "null").key;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 300 }, (_, index) => `key-${index}`));
  });

  it("refuses what it had as possibly sent when it ends, and starts anew for the next", async () => {
    const crashing = new URL(
      `data:text/javascript,${encodeURIComponent('import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(1));')}`,
    );
    const thread = createEgressThread(crashing, POLICY);
    for (let attempt = 0; attempt < 2; attempt++) {
      const onSent = vi.fn();
      await expect(thread.request(request("/ok", { onSent }), () => undefined)).rejects.toMatchObject({
        code: "internal",
      });
      expect(onSent).toHaveBeenCalledOnce();
    }
    await thread.close();
  });

  it("lets what is under way end before it closes", async () => {
    const thread = createEgressThread(script, POLICY);
    const asked = thread.request(request("/ok", { firstByteTimeoutMs: 5_000, idleTimeoutMs: 5_000 }), () => undefined);
    await thread.close();
    await expect(asked).resolves.toMatchObject({ status: 200 });
  });
});
