import type { CallSettings } from "@/lib/contracts/call-settings";
import { toAppError } from "@/lib/contracts/errors";
import { formatNanoUsd } from "@/lib/contracts/money";
import {
  type RestCompletion,
  type RestCompletionInput,
  restCompletion,
  restCompletionInput,
} from "@/lib/contracts/rest";
import { type Receipt, readCacheControl } from "@/server/gateway";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { totalInputTokens, totalOutputTokens } from "@/server/gateway/spec/usage";
import { callOptions } from "@/server/http/call-options";
import type { Exchange } from "@/server/http/exchange";
import { toErrorBody } from "@/server/http/openai/write-error";
import { setReceiptHeaders, setRouteHeaders, writeChunk, writeEventsHead } from "@/server/http/write-answer";
import { callerOf } from "@/server/services/playground/playground-call";
import type { ServiceContext } from "@/server/services/service-context";
import { type RestRoute, restRoute } from "./rest-route";

const DEFAULT_MAX_TOKENS = 4096;
const DEFAULT_TEMPERATURE = 0.7;

export const completionRoutes: RestRoute[] = [
  restRoute({
    method: "POST",
    path: "/api/v1/llm/completion",
    permission: "gateway.call",
    summary:
      "Completes a prompt with the named model, or the one that scores best for the task. With stream: true, server-sent events delta, done and error.",
    input: restCompletionInput,
    output: restCompletion,
    async handle({ context, input, exchange }) {
      const request = toChatRequest(input);
      const options = {
        ...callOptions(exchange),
        taskType: input.taskType,
        routesByTask: input.model === undefined,
        isCompletion: true,
        cacheWish: readCacheControl(exchange.req.headers["cache-control"]),
        defaults: defaultsFor(context, request.model),
      };
      if (input.stream) {
        const stream = await context.gateway.chatStream(
          callerOf(context, "rest"),
          { request: { ...request, stream: true } },
          options,
        );
        await relay(stream, exchange);
        return null;
      }
      const { result, receipt } = await context.gateway.chat(callerOf(context, "rest"), { request }, options);
      setReceiptHeaders(exchange, receipt);
      return { status: 200, body: toCompletion(result.text, result.finishReason, receipt) };
    },
  }),
];

function toChatRequest({ prompt, model = "auto", maxTokens, temperature }: RestCompletionInput): ChatRequest {
  return {
    model,
    messages: [{ role: "user", content: prompt }],
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
  };
}

/** What the endpoint promises where neither the request nor any tier says. The model's own limit bounds it, so that leaving `maxTokens` out never fails. */
function defaultsFor({ gateway, actor }: ServiceContext, model: string): CallSettings {
  const named = gateway
    .callableModels(actor.tenantId, "llm")
    .find((each) => model === each.modelId || model === `${each.provider}/${each.modelId}`);
  return {
    max_tokens: Math.min(DEFAULT_MAX_TOKENS, named?.maxOutputTokens ?? DEFAULT_MAX_TOKENS),
    temperature: DEFAULT_TEMPERATURE,
  };
}

function toCompletion(content: string, finishReason: string, receipt: Receipt): RestCompletion {
  const promptTokens = totalInputTokens(receipt.counts);
  const completionTokens = totalOutputTokens(receipt.counts);
  return {
    id: receipt.requestId,
    content,
    model: receipt.model,
    provider: receipt.provider,
    finishReason,
    usage: { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens },
    cost: costOf(receipt),
    performance: { latencyMs: receipt.latencyMs, timeToFirstTokenMs: receipt.timeToFirstTokenMs },
    cacheHit: receipt.cacheStatus === "hit" || receipt.cacheStatus === "semantic",
  };
}

function costOf({ isPriced, inputCostNanoUsd, outputCostNanoUsd, costNanoUsd }: Receipt): RestCompletion["cost"] {
  if (!isPriced) return { input: null, output: null, total: null };
  return {
    input: formatNanoUsd(inputCostNanoUsd),
    output: formatNanoUsd(outputCostNanoUsd),
    total: formatNanoUsd(costNanoUsd),
  };
}

async function relay(
  stream: Awaited<ReturnType<ServiceContext["gateway"]["chatStream"]>>,
  exchange: Exchange,
): Promise<void> {
  const { res, signal, requestId } = exchange;
  let content = "";
  let finishReason = "stop";
  try {
    setRouteHeaders(exchange, stream);
    writeEventsHead(exchange);
    let step = await stream.events.next();
    while (!step.done) {
      let frames = "";
      for (const { text, finishReason: reason } of step.value) {
        finishReason = reason ?? finishReason;
        if (!text) continue;
        content += text;
        frames += frame("delta", { content: text });
      }
      if (frames) await writeChunk(res, frames, signal);
      step = await stream.events.next();
    }
    res.end(step.value ? frame("done", toCompletion(content, finishReason, step.value)) : undefined);
  } catch (thrown) {
    if (signal.aborted) return;
    if (!res.headersSent) throw thrown;
    const error = toAppError(thrown);
    exchange.report(error);
    res.end(frame("error", toErrorBody(error, requestId)));
  } finally {
    await stream.events.return(undefined);
  }
}

function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
