import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { isRecord, readArray } from "@/server/gateway/providers/wire/json-value";
import { encodeVector } from "@/server/gateway/providers/wire/vector-base64";
import type { UpstreamBehaviour } from "./upstream-behaviour";

const EMBEDDING_DIMENSIONS = 8;

/** What the upstream itself saw of one request: the independent oracle for money and for retries. */
export interface UpstreamLogEntry {
  /** The caller's `x-client-request-id`, if it sent one. */
  attemptId: string | undefined;
  path: string;
  model: string;
  status: number;
  promptTokens: number;
  /** Sent, not promised: a cut or aborted stream counts only what went out. */
  completionTokens: number;
  bytesSent: number;
  /** The caller closed the connection before the answer was complete. */
  aborted: boolean;
  /** The answer ended, one way or the other. */
  isClosed: boolean;
}

export interface UpstreamRequest {
  path: string;
  model: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export interface UpstreamExchange {
  request: UpstreamRequest;
  behaviour: UpstreamBehaviour;
  entry: UpstreamLogEntry;
  response: ServerResponse;
  send(text: string | Buffer): void;
}

function wordsOf({ behaviour, request }: UpstreamExchange): string[] {
  const limit = request.body.max_completion_tokens ?? request.body.max_tokens;
  if (behaviour.pieces !== undefined) return [...behaviour.pieces];
  const count = behaviour.words ?? 5;
  const kept = typeof limit === "number" ? Math.min(limit, count) : count;
  return Array.from({ length: kept }, (_, index) => (index === 0 ? "word0" : ` word${index}`));
}

function usageOf({ entry, behaviour }: UpstreamExchange): object {
  const details =
    behaviour.cachedTokens === undefined ? {} : { prompt_tokens_details: { cached_tokens: behaviour.cachedTokens } };
  return {
    prompt_tokens: entry.promptTokens,
    completion_tokens: entry.completionTokens,
    total_tokens: entry.promptTokens + entry.completionTokens,
    ...details,
  };
}

export function completeChat(exchange: UpstreamExchange): object {
  const words = wordsOf(exchange);
  exchange.entry.completionTokens = words.length;
  return {
    id: "chatcmpl-scripted",
    object: "chat.completion",
    created: 1_700_000_000,
    model: exchange.request.model,
    choices: [{ index: 0, message: { role: "assistant", content: words.join("") }, finish_reason: "stop" }],
    ...(exchange.behaviour.isUsageHidden ? {} : { usage: usageOf(exchange) }),
  };
}

export async function streamChat(
  exchange: UpstreamExchange,
  head: (status: number, type: string) => void,
): Promise<void> {
  const { behaviour, entry, response, request } = exchange;
  const event = (fields: object) =>
    exchange.send(
      `data: ${JSON.stringify({ id: "chatcmpl-scripted", object: "chat.completion.chunk", created: 1_700_000_000, model: request.model, ...fields })}\n\n`,
    );
  head(200, "text/event-stream");
  event({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] });
  for (const word of wordsOf(exchange)) {
    if (behaviour.chunkDelayMs !== undefined) await wait(behaviour.chunkDelayMs);
    if (response.destroyed) return;
    const sent = entry.completionTokens;
    if (sent === behaviour.cutAfter) return cut(response);
    if (sent === behaviour.endAfter) return void response.end();
    if (sent === behaviour.stallAfter) return;
    if (sent === behaviour.errorAfter) {
      exchange.send(
        `data: ${JSON.stringify({ error: { message: behaviour.errorMessage ?? "The model crashed.", type: "server_error", code: 502 } })}\n\n`,
      );
      return void response.end();
    }
    entry.completionTokens++;
    const soFar = behaviour.isUsageContinuous ? { usage: usageOf(exchange) } : {};
    event({ choices: [{ index: 0, delta: { content: word }, finish_reason: null }], ...soFar });
  }
  event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
  if (behaviour.isStalledAtEnd) return;
  if (behaviour.isCutAtEnd) return cut(response);
  const streamOptions = request.body.stream_options;
  if (isRecord(streamOptions) && streamOptions.include_usage === true && !behaviour.isUsageHidden)
    event({ choices: [], usage: usageOf(exchange) });
  if (!behaviour.isDoneOmitted) exchange.send("data: [DONE]\n\n");
  response.end();
}

/** The older form of a chat, whole or as events, always whole and well. */
export function completeText(exchange: UpstreamExchange): object {
  const words = wordsOf(exchange);
  exchange.entry.completionTokens = words.length;
  return {
    id: "cmpl-scripted",
    object: "text_completion",
    created: 1_700_000_000,
    model: exchange.request.model,
    choices: [{ index: 0, text: words.join(""), finish_reason: "stop", logprobs: null }],
    usage: usageOf(exchange),
  };
}

/** Lets what was written leave first: destroying at once would drop what is still in the buffer. */
async function cut(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => response.write(": cut\n\n", () => resolve()));
  response.destroy();
}

export function embed({ request, entry, behaviour }: UpstreamExchange): object {
  const input = request.body.input;
  const inputs = Array.isArray(input) && typeof input[0] !== "number" ? input : [input];
  const data = inputs.map((item, index) => {
    const size = typeof request.body.dimensions === "number" ? request.body.dimensions : EMBEDDING_DIMENSIONS;
    const vector = Array.from({ length: size }, (_, position) => ((JSON.stringify(item).length + position) % 7) / 8);
    return {
      object: "embedding",
      index,
      embedding: request.body.encoding_format === "base64" ? encodeVector(vector) : vector,
    };
  });
  const usage = { prompt_tokens: entry.promptTokens, total_tokens: entry.promptTokens };
  return { object: "list", model: request.model, data, ...(behaviour.isUsageHidden ? {} : { usage }) };
}

/** Scores by position from the back, so that the order of the answer differs from the order asked. */
export function rerank({ request, entry, behaviour }: UpstreamExchange): object {
  const count = readArray(request.body, "documents").length;
  const results = Array.from({ length: count }, (_, index) => ({
    index,
    relevance_score: (index + 1) / (count + 1),
  })).reverse();
  const top = typeof request.body.top_n === "number" ? results.slice(0, request.body.top_n) : results;
  return {
    model: request.model,
    results: top,
    ...(behaviour.isUsageHidden ? {} : { usage: { total_tokens: entry.promptTokens } }),
  };
}
