import { getEventListeners } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { createEgress, type Egress, type EgressOptions, type EgressRequest } from "./create-egress";
import { decodeBody } from "./decode-body";

let server: Server;
let port = 0;
let hits = 0;
const sawKey: string[] = [];
const egresses: Egress[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    hits++;
    if (request.headers["x-api-key"] !== undefined) sawKey.push(String(request.headers["x-api-key"]));
    const path = request.url ?? "";
    if (path.startsWith("/redirect/"))
      return void response.writeHead(Number(path.slice(10)), { location: `http://127.0.0.1:${port}/landed` }).end();
    if (path === "/big") return void response.end(Buffer.alloc(300_000));
    if (path === "/flood") {
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
        if (!response.destroyed) response.once("drain", pump);
      };
      return pump();
    }
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(async () => {
  await Promise.all(egresses.map((egress) => egress.close()));
  server.closeAllConnections();
  server.close();
});

function egressOf(options: Partial<EgressOptions> = {}): Egress {
  const egress = createEgress({ allowPrivateHosts: ["127.0.0.1"], isOffline: false, ...options });
  egresses.push(egress);
  return egress;
}

function request(url: string, more: Partial<EgressRequest> = {}): EgressRequest {
  return {
    url,
    method: "GET",
    headers: { "x-api-key": "canary-key" },
    signal: new AbortController().signal,
    firstByteTimeoutMs: 2_000,
    idleTimeoutMs: 2_000,
    totalTimeoutMs: 4_000,
    maxBodyBytes: 1_000_000,
    ...more,
  };
}

async function read(egress: Egress, options: EgressRequest): Promise<string> {
  const { body } = await egress.request(options);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe("the way out", () => {
  it("refuses a private address before any packet leaves", async () => {
    const before = hits;
    const egress = egressOf({ allowPrivateHosts: [] });
    await expect(read(egress, request(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: "egress_blocked" });
    expect(hits).toBe(before);
    expect(egress.contacted()).toEqual([]);
  });

  it("refuses a public name that resolves to a private address, or to one among others", async () => {
    const before = hits;
    for (const addresses of [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["169.254.169.254"]]) {
      const egress = egressOf({
        allowPrivateHosts: [],
        resolveAll: (_host, done) =>
          done(
            null,
            addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
          ),
      });
      await expect(read(egress, request(`http://innocent.example:${port}/`))).rejects.toMatchObject({
        code: "egress_blocked",
      });
      await expect(egress.resolve(`http://innocent.example:${port}/`)).rejects.toMatchObject({
        code: "egress_blocked",
      });
    }
    expect(hits).toBe(before);
  });

  it("dials the address it judged: a name that changes its answer is judged anew each time", async () => {
    let answers = 0;
    const egress = egressOf({
      allowPrivateHosts: [`rebind.example:${port}`],
      resolveAll: (_host, done) =>
        done(null, [{ address: answers++ === 0 ? "127.0.0.1" : "169.254.169.254", family: 4 }]),
    });
    expect(await read(egress, request(`http://rebind.example:${port}/`))).toBe("ok");
    expect(answers).toBe(1);
    await expect(egress.resolve(`http://rebind.example:${port}/`)).rejects.toMatchObject({ code: "egress_blocked" });
  });

  it.each([301, 302, 303, 307, 308])("does not follow a %i, so the key reaches no second place", async (status) => {
    sawKey.length = 0;
    await expect(read(egressOf(), request(`http://127.0.0.1:${port}/redirect/${status}`))).rejects.toMatchObject({
      code: "provider_bad_response",
      message: expect.stringContaining(`127.0.0.1:${port}`),
      details: { upstreamStatus: status },
    });
    expect(sawKey).toHaveLength(1);
  });

  it.each(["sk-canary\nvalue", "sk-canary\0value", "sk-canary\rvalue", "sk-canary值"])(
    "refuses the header value %j without repeating it",
    async (value) => {
      const failure = await read(
        egressOf(),
        request(`http://127.0.0.1:${port}/`, { headers: { "x-api-key": value } }),
      ).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "provider_auth_failed" });
      expect(`${failure}${JSON.stringify(failure)}${failure instanceof Error ? failure.stack : ""}`).not.toContain(
        "canary",
      );
    },
  );

  it("bounds a body", async () => {
    await expect(
      read(egressOf(), request(`http://127.0.0.1:${port}/big`, { maxBodyBytes: 100_000 })),
    ).rejects.toMatchObject({ code: "provider_bad_response" });
  });

  it("holds a flooding upstream back while the reader is slow", async () => {
    const { body } = await egressOf().request(
      request(`http://127.0.0.1:${port}/flood`, { maxBodyBytes: 1e12, idleTimeoutMs: 50, totalTimeoutMs: 60_000 }),
    );
    await body.next();
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
    expect((await body.next()).done).toBe(false);
    await body.return?.();
  });

  it("names refused connections, unknown names, odd protocols and missing TLS", async () => {
    const odd = createTcpServer((socket) => socket.once("data", () => socket.end("SSH-2.0-OpenSSH_9.2\r\n")));
    await new Promise<void>((resolve) => odd.listen(0, "127.0.0.1", resolve));
    const address = odd.address();
    const oddPort = typeof address === "object" && address !== null ? address.port : 0;
    const egress = egressOf({
      resolveAll: (_host, done) => done(Object.assign(new Error("x"), { code: "ENOTFOUND" }), []),
    });
    await expect(read(egress, request("http://127.0.0.1:1/"))).rejects.toMatchObject({
      code: "provider_unavailable",
      message: expect.stringContaining("refused"),
    });
    await expect(read(egress, request("http://no.such.host/"))).rejects.toMatchObject({
      code: "provider_unavailable",
      message: expect.stringContaining("does not resolve"),
    });
    await expect(read(egress, request(`http://127.0.0.1:${oddPort}/`))).rejects.toMatchObject({
      code: "provider_bad_response",
    });
    await expect(read(egress, request(`https://127.0.0.1:${port}/`))).rejects.toMatchObject({
      code: "provider_unavailable",
      message: expect.stringContaining("secure connection"),
    });
    odd.close();
  });

  it("ends with the caller's own reason where the abort has one", async () => {
    const deadline = new AppError("provider_timeout", "The request's deadline passed.");
    await expect(
      read(egressOf(), request(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort(deadline) })),
    ).rejects.toBe(deadline);
    await expect(
      read(egressOf(), request(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort() })),
    ).rejects.toMatchObject({ code: "client_closed" });
  });

  it("keeps count of every origin it contacted, and reports each once", async () => {
    const reported: string[] = [];
    const egress = egressOf({ onContact: (origin) => reported.push(origin) });
    for (let i = 0; i < 3; i++) await read(egress, request(`http://127.0.0.1:${port}/`));
    expect(reported).toEqual([`http://127.0.0.1:${port}`]);
    expect(egress.contacted()).toMatchObject([{ origin: `http://127.0.0.1:${port}`, count: 3 }]);
  });

  it("leaves no listener on a long-lived signal", async () => {
    const abort = new AbortController();
    const egress = egressOf();
    for (let i = 0; i < 50; i++) await read(egress, request(`http://127.0.0.1:${port}/`, { signal: abort.signal }));
    expect(getEventListeners(abort.signal, "abort")).toHaveLength(0);
  });
});

describe("compressed answers", () => {
  async function* pieces(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
    for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
  }
  const decode = async (bytes: Buffer, encoding: string, max: number) => {
    const chunks: Buffer[] = [];
    for await (const chunk of decodeBody(pieces(bytes), encoding, max)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  it("are unpacked though none were asked for", async () =>
    expect(await decode(gzipSync("你好 world"), "gzip", 1000)).toBe("你好 world"));
  it("are bounded by what they unpack to", async () => {
    await expect(decode(gzipSync(Buffer.alloc(5_000_000)), "gzip", 1_000_000)).rejects.toMatchObject({
      code: "provider_bad_response",
    });
  });
  it("fail typed when damaged or unknown", async () => {
    await expect(decode(Buffer.from("not gzip at all"), "gzip", 1000)).rejects.toMatchObject({
      code: "provider_bad_response",
    });
    await expect(decode(Buffer.from("x"), "zstd-of-tomorrow", 1000)).rejects.toMatchObject({
      code: "provider_bad_response",
    });
  });
});
