import { createServer, type IncomingHttpHeaders } from "node:http";

export interface Reply {
  status: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
  /** Announce more than is sent, then cut. */
  isTruncated?: boolean;
  /** Accept the request and never answer. */
  isHung?: boolean;
}

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface ReplayServer {
  url: string;
  received: ReceivedRequest[];
  /** What every following request of this path gets; "*" stands for any path. */
  reply(path: string, reply: Reply): void;
  close(): Promise<void>;
}

/** A server on loopback that answers with prepared replies and remembers what it was asked. */
export async function startReplayServer(): Promise<ReplayServer> {
  const replies = new Map<string, Reply>();
  const received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const path = request.url ?? "";
    received.push({ method: request.method ?? "", path, headers: request.headers, body: Buffer.concat(chunks) });
    const reply = replies.get(path.replace(/\?.*$/, "")) ?? replies.get("*");
    if (reply === undefined)
      return void response
        .writeHead(404, { "content-type": "application/json" })
        .end('{"error":{"message":"no reply prepared"}}');
    if (reply.isHung === true) return;
    const length = Buffer.byteLength(reply.body) + (reply.isTruncated === true ? 100 : 0);
    response.writeHead(reply.status, { "content-type": reply.contentType, "content-length": length, ...reply.headers });
    response.write(reply.body, () => (reply.isTruncated === true ? response.destroy() : response.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    received,
    reply: (path, reply) => void replies.set(path, reply),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
