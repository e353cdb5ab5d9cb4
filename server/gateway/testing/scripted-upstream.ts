import { appendFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { isRecord, parseJson, readString } from "@/server/gateway/providers/wire/json-value";
import {
  completeChat,
  completeText,
  embed,
  rerank,
  streamChat,
  type UpstreamExchange,
  type UpstreamLogEntry,
  type UpstreamRequest,
} from "./upstream-answers";
import { behaviourOfModel, type UpstreamBehaviour } from "./upstream-behaviour";

export interface ScriptedUpstream {
  /** Base URL ending in /v1. */
  url: string;
  log: UpstreamLogEntry[];
  /** The requests' own contents, in the log's order. */
  requests: UpstreamRequest[];
  openSockets(): number;
  close(): Promise<void>;
}

export interface ScriptedUpstreamOptions {
  port?: number;
  /** Anything else answers 401. */
  apiKey?: string;
  /** Model ids of `/models`. */
  models?: readonly string[];
  /** Decides before the model's name does. */
  script?: (request: UpstreamRequest) => UpstreamBehaviour | undefined;
  /** Every entry is also appended here as a JSON line once it is closed. */
  logFile?: string;
}

const DEFAULT_MODELS = ["gpt-test", "text-embedding-test", "rerank-test", "tts-test", "whisper-test"];

/** A fake upstream in the OpenAI dialect, for all five model types, that can be told to be slow, cut, wrong or hung. Listens on loopback. */
export async function startScriptedUpstream(options: ScriptedUpstreamOptions = {}): Promise<ScriptedUpstream> {
  const log: UpstreamLogEntry[] = [];
  const requests: UpstreamRequest[] = [];
  const sockets = new Set<object>();

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      if (!response.destroyed) response.writeHead(500).end(String(error));
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const path = (incoming.url ?? "").replace(/\?.*$/, "").replace(/^\/v1(?=\/)/, "");
    const request: UpstreamRequest = { path, model: readString(body, "model") ?? "", headers: incoming.headers, body };
    const attemptId = incoming.headers["x-client-request-id"];
    const entry: UpstreamLogEntry = {
      attemptId: Array.isArray(attemptId) ? attemptId[0] : attemptId,
      path,
      model: request.model,
      status: 0,
      promptTokens: countPromptTokens(body),
      completionTokens: 0,
      bytesSent: 0,
      aborted: false,
      isClosed: false,
    };
    log.push(entry);
    requests.push(request);
    response.on("close", () => {
      entry.aborted = !response.writableFinished && !response.errored;
      entry.isClosed = true;
      if (options.logFile !== undefined) appendFileSync(options.logFile, `${JSON.stringify(entry)}\n`);
    });
    const behaviour = options.script?.(request) ?? behaviourOfModel(request.model);
    const send = (text: string | Buffer) => {
      if (response.destroyed) return;
      entry.bytesSent += Buffer.byteLength(text);
      response.write(text);
    };
    await answer({ request, behaviour, entry, response, send });
  }

  async function answer(exchange: UpstreamExchange): Promise<void> {
    const { behaviour, request, response, entry } = exchange;
    if (behaviour.delayMs !== undefined) await wait(behaviour.delayMs);
    if (behaviour.kind === "hang") return;
    const head = (status: number, type: string, headers: Record<string, string> = {}) => {
      entry.status = status;
      response.writeHead(status, { "content-type": type, ...headers });
    };
    const sendJson = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      head(status, "application/json", headers);
      exchange.send(JSON.stringify(body));
      response.end();
    };
    if (options.apiKey !== undefined && request.headers.authorization !== `Bearer ${options.apiKey}`) {
      const shown = request.headers.authorization?.replace("Bearer ", "") ?? "";
      return sendJson(401, {
        error: {
          message: `Incorrect API key provided: ${shown}.`,
          type: "invalid_request_error",
          code: "invalid_api_key",
        },
      });
    }
    if (behaviour.status !== undefined) {
      const headers: Record<string, string> =
        behaviour.retryAfter === undefined ? {} : { "retry-after": behaviour.retryAfter };
      return sendJson(
        behaviour.status,
        { error: { message: `Scripted failure ${behaviour.status}.`, type: "scripted_error", code: null } },
        headers,
      );
    }
    switch (behaviour.kind) {
      case "html":
        head(200, "text/html; charset=utf-8");
        exchange.send("<!DOCTYPE html><html><body>Welcome</body></html>");
        return void response.end();
      case "redirect":
        head(307, "text/plain", { location: "http://elsewhere.example/v1/chat/completions" });
        return void response.end();
      case "bad-json":
        head(200, request.body.stream === true ? "text/event-stream" : "application/json");
        exchange.send(request.body.stream === true ? 'data: {"choices": [oops\n\n' : '{"choices": [oops');
        return void response.end();
      case "empty":
        head(200, "application/json");
        return void response.end();
    }
    switch (request.path) {
      case "/models":
        return sendJson(200, {
          object: "list",
          data: (options.models ?? DEFAULT_MODELS).map((id) => ({ id, object: "model", owned_by: "scripted" })),
        });
      case "/chat/completions":
        return request.body.stream === true ? streamChat(exchange, head) : sendJson(200, completeChat(exchange));
      case "/completions": {
        const completion = completeText(exchange);
        if (request.body.stream !== true) return sendJson(200, completion);
        head(200, "text/event-stream");
        exchange.send(`data: ${JSON.stringify(completion)}\n\ndata: [DONE]\n\n`);
        return void response.end();
      }
      case "/embeddings":
        return sendJson(200, embed(exchange));
      case "/rerank":
        return sendJson(200, rerank(exchange));
      case "/audio/speech":
        head(200, "audio/mpeg");
        exchange.send(Buffer.alloc(2048, 0x55));
        return void response.end();
      case "/audio/transcriptions":
      case "/audio/translations":
        return sendJson(200, {
          text: "A scripted transcript.",
          language: "english",
          duration: 3.5,
          usage: { type: "duration", seconds: 4 },
        });
      default:
        return sendJson(404, {
          error: { message: `No such path: ${request.path}`, type: "invalid_request_error", code: "not_found" },
        });
    }
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    log,
    requests,
    openSockets: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One token per word of every text in the body. */
function countPromptTokens(body: Record<string, unknown>): number {
  let count = 0;
  const visit = (value: unknown) => {
    if (typeof value === "string") count += value.split(/\s+/).filter((word) => word !== "").length;
    else if (Array.isArray(value)) for (const item of value) visit(typeof item === "number" ? "token" : item);
    else if (isRecord(value)) visit(value.content ?? value.text);
  };
  for (const key of ["messages", "prompt", "input", "query", "documents"]) visit(body[key]);
  return count;
}

async function readBody(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const type = incoming.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) {
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    const fields: Record<string, unknown> = {};
    for (const [name, value] of form.entries())
      fields[name] = typeof value === "string" ? value : { fileName: value.name, size: value.size };
    return fields;
  }
  const body = parseJson(bytes.toString("utf8"));
  return isRecord(body) ? body : {};
}
