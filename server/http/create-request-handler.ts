import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, toAppError } from "@/lib/contracts/errors";
import type { ApiKeyEntry, Caller, Gateway } from "@/server/gateway";
import type { Log } from "@/server/log";
import type { Idempotency } from "@/server/services/idempotency/create-idempotency";
import { countTokens } from "./anthropic/count-tokens";
import { messages } from "./anthropic/messages";
import { anthropicModels, speaksAnthropic } from "./anthropic/models";
import { writeAnthropicError } from "./anthropic/write-error";
import { type ApiKeyGate, authenticate } from "./authenticate";
import { decodePathPart } from "./decode-path-part";
import { Exchange } from "./exchange";
import { idempotencyKeyOf, serveOnce } from "./idempotency/serve-once";
import { audioSpeech } from "./openai/audio-speech";
import { audioTranscriptions, audioTranslations } from "./openai/audio-transcriptions";
import { chatCompletions } from "./openai/chat-completions";
import { completions } from "./openai/completions/completions";
import { embeddings } from "./openai/embeddings";
import { models } from "./openai/models";
import { rerank } from "./openai/rerank";
import { noStoredResponse, responses } from "./openai/responses/responses";
import { writeError } from "./openai/write-error";
import type { Operations } from "./operations/operations";
import { writeJson } from "./write-answer";

type Serve = (gateway: Gateway, caller: Caller, exchange: Exchange) => Promise<void> | void;

const POSTS: ReadonlyMap<string, Serve> = new Map(
  Object.entries({
    "/v1/chat/completions": chatCompletions,
    "/v1/completions": completions,
    "/v1/responses": responses,
    "/v1/messages": messages,
    "/v1/messages/count_tokens": countTokens,
    "/v1/embeddings": embeddings,
    "/v1/rerank": rerank,
    // Where Cohere's clients of today ask.
    "/v2/rerank": rerank,
    "/v1/audio/speech": audioSpeech,
    "/v1/audio/transcriptions": audioTranscriptions,
    "/v1/audio/translations": audioTranslations,
  }),
);

/** Every address of the data plane behind which a provider is called. */
export const CALL_PATHS: readonly string[] = [...POSTS.keys()];

export interface DataPlane {
  gate: ApiKeyGate;
  gateway: Gateway;
  /** Absent where there is no database to keep keys in. */
  idempotency?: Idempotency;
  operations: Operations;
  /** False on a replica that is kept for the console (`SLUICE_ROLE=console`). */
  servesCalls: boolean;
  /** REST below /api: answers and says true, or leaves the request to Next. */
  rest(exchange: Exchange): Promise<boolean>;
  log: Log;
}

/** Serves the data plane and says true, or leaves the request (pages, sign-in, tRPC) to Next by saying false. Never throws. */
export function createRequestHandler(
  plane: DataPlane,
): (req: IncomingMessage, res: ServerResponse) => Promise<true> | boolean {
  return (req, res) => {
    const target = req.url ?? "/";
    if (isWire(target)) return answer(plane, new Exchange(req, res, plane.log), wire);
    if (target.startsWith("/healthz") || target.startsWith("/readyz") || target.startsWith("/metrics")) {
      return answer(plane, new Exchange(req, res, plane.log), operate);
    }
    // Next keeps its own corners of /api; everything else there is REST.
    if (target.startsWith("/api/") && !/^\/api\/(trpc|auth|export|upload)(\/|\?|$)/.test(target)) {
      const exchange = new Exchange(req, res, plane.log);
      return answer(plane, exchange, async () => {
        if (!(await plane.rest(exchange)))
          throw new AppError(
            "not_found",
            `There is no ${req.method} ${exchange.path}. GET /api/openapi.json lists every address.`,
          );
      });
    }
    return false;
  };
}

/** Below `/v1` or `/v2`. */
function isWire(target: string): boolean {
  if (!target.startsWith("/v1") && !target.startsWith("/v2")) return false;
  return target.length === 3 || target.charAt(3) === "/";
}

function answer(
  plane: DataPlane,
  exchange: Exchange,
  serve: (plane: DataPlane, exchange: Exchange) => Promise<void> | void,
): Promise<true> | true {
  const refuse = (thrown: unknown) => answerWithError(exchange, thrown);
  try {
    return serve(plane, exchange)?.then(isServed, refuse) ?? true;
  } catch (thrown) {
    return refuse(thrown);
  }
}

const isServed = (): true => true;

function answerWithError(exchange: Exchange, thrown: unknown): true {
  if (exchange.signal.aborted) {
    exchange.res.destroy();
    return true;
  }
  const error = toAppError(thrown);
  exchange.report(error);
  if (error.details.limit) exchange.showLimits(error.details.limit);
  const write = speaksAnthropic(exchange) ? writeAnthropicError : writeError;
  write(exchange, error, exchange.requestId);
  return true;
}

function wire({ gate, gateway, idempotency, servesCalls }: DataPlane, exchange: Exchange): Promise<void> | void {
  const { req, path } = exchange;
  if (!servesCalls) {
    throw new AppError(
      "not_found",
      "This replica serves the console only (SLUICE_ROLE=console). Send calls to a replica whose role is gateway or all.",
    );
  }
  const key = authenticate(gate, req);
  const caller = callerOf(key, exchange);
  const serve = POSTS.get(path);
  if (serve) {
    if (req.method !== "POST") throw new AppError("method_not_allowed", `${path} answers POST, not ${req.method}.`);
    const once = idempotencyKeyOf(exchange);
    if (once !== undefined)
      return serveOnce(idempotency, key.tenantId, once, exchange, () => serve(gateway, caller, exchange));
    return serve(gateway, caller, exchange);
  }
  if (path === "/v1/models" || path.startsWith("/v1/models/")) {
    if (req.method !== "GET") throw new AppError("method_not_allowed", `${path} answers GET, not ${req.method}.`);
    const list = speaksAnthropic(exchange) ? anthropicModels : models;
    return list(
      gateway,
      caller,
      exchange,
      path === "/v1/models" ? undefined : decodePathPart(path.slice("/v1/models/".length)),
    );
  }
  if (path.startsWith("/v1/responses/")) noStoredResponse(exchange);
  const doubled = path.startsWith("/v1/v1/")
    ? " The path holds /v1 twice: set the client's base URL to end in a single /v1."
    : "";
  throw new AppError(
    "not_found",
    `There is no ${req.method} ${path}.${doubled} The gateway serves ${CALL_PATHS.join(", ")} and /v1/models.`,
  );
}

function callerOf(key: ApiKeyEntry, listener: Exchange): Caller {
  return { tenantId: key.tenantId, apiKeyId: key.id, userId: null, source: "api", listener };
}

async function operate({ operations }: DataPlane, exchange: Exchange): Promise<void> {
  const { path } = exchange;
  if (path === "/healthz") return writeJson(exchange, 200, { status: "ok", version: operations.version });
  if (path === "/readyz") {
    const reasons = await operations.unreadyReasons();
    return writeJson(exchange, reasons.length === 0 ? 200 : 503, {
      status: reasons.length === 0 ? "ready" : "not ready",
      reasons,
      notes: operations.notes(),
    });
  }
  if (path === "/metrics") {
    exchange.setHeader("content-type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.writeHead(200);
    exchange.res.end(operations.metrics());
    return;
  }
  throw new AppError("not_found", `There is no ${path}.`);
}
