import { createServer, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { toAppError } from "@/lib/contracts/errors";
import { readBody } from "./read-body";

const MAX_BYTES = 1_000_000;

let server: Server;
let client: Socket;
let received: string;
let failures: string[];

beforeAll(async () => {
  server = createServer((req, res) => {
    readBody(req, MAX_BYTES).then(
      (body) => res.end(`${body.length} bytes, ${body.every((byte) => byte === 120) ? "all" : "not all"} as sent;`),
      (error: unknown) => {
        failures.push(toAppError(error).code);
        res.writeHead(413, { connection: "close" }).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(async () => {
  received = "";
  failures = [];
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  client = connect({ port, host: "127.0.0.1", noDelay: true });
  client.on("data", (bytes) => {
    received += bytes.toString("latin1");
  });
  await new Promise((resolve) => client.once("connect", resolve));
});

const head = (fields: string) => `POST / HTTP/1.1\r\nhost: sluice\r\n${fields}\r\n\r\n`;

describe("a request's body", () => {
  it.each([0, 1, 15_000, 60_000, 250_000])(
    "of %i bytes is read whole, came it with its head or after it, and so is the next on its connection",
    async (size) => {
      const body = "x".repeat(size);
      const answers = () => received.match(new RegExp(`${size} bytes, all as sent;`, "g"))?.length ?? 0;
      for (let count = 1; count <= 3; count++) {
        client.write(head(`content-length: ${size}`) + body);
        await vi.waitFor(() => expect(answers()).toBe(count), { timeout: 5_000, interval: 2 });
      }
      client.write(head(`content-length: ${size}`));
      await new Promise((resolve) => setImmediate(resolve));
      client.end(body);
      await vi.waitFor(() => expect(answers()).toBe(4), { timeout: 5_000, interval: 2 });
    },
  );

  it("may follow the one before in the same packet", async () => {
    client.write(head("content-length: 3").concat("xxx", head("content-length: 2"), "xx"));
    await vi.waitFor(() => expect(received).toMatch(/3 bytes, all as sent;[\s\S]*2 bytes, all as sent;/));
  });

  it.each([
    ["that says how long it is", head(`content-length: ${MAX_BYTES + 1}`)],
    [
      "that does not",
      head("transfer-encoding: chunked").concat(
        `${(MAX_BYTES + 1).toString(16)}\r\n`,
        "x".repeat(MAX_BYTES + 1),
        "\r\n0\r\n\r\n",
      ),
    ],
  ])("over its bound is refused, one %s", async (_, bytes) => {
    client.write(bytes);
    await vi.waitFor(() => expect(received).toContain("HTTP/1.1 413"), { timeout: 5_000 });
    expect(failures).toEqual(["request_too_large"]);
  });

  it("of a client that leaves before its end is given up", async () => {
    client.write(`${head("content-length: 10")}xxx`);
    await new Promise((resolve) => setImmediate(resolve));
    client.destroy();
    await vi.waitFor(() => expect(failures).toEqual(["client_closed"]));
  });
});
