import { isRecord } from "@/server/gateway/providers/wire/json-value";
import type {
  ChatCapability,
  ChatMessage,
  ChatRequest,
  ChatResult,
  FinishReason,
  ToolCall,
} from "@/server/gateway/spec/chat";
import type { Usage } from "@/server/gateway/spec/usage";
import { pause } from "./pause";
import { splitPieces } from "./pieces";
import { sampleArguments } from "./sample-arguments";

interface Reply {
  pieces: string[];
  toolCalls: ToolCall[];
  finishReason: FinishReason;
  usage: Usage;
}

/** A chat that repeats what it was told, the same for the same request. Streams one word per `chunkDelayMs`. */
export function sandboxChat(chunkDelayMs: number): ChatCapability {
  return {
    async complete(request, context) {
      const reply = composeReply(request);
      const result: ChatResult = {
        id: "chatcmpl-sandbox",
        model: context.modelId,
        text: reply.pieces.join(""),
        finishReason: reply.finishReason,
        usage: reply.usage,
        warnings: [],
      };
      if (reply.toolCalls.length > 0) result.toolCalls = reply.toolCalls;
      return result;
    },

    async *stream(request, context) {
      const reply = composeReply(request);
      yield [{ id: "chatcmpl-sandbox", model: context.modelId }];
      for (const text of reply.pieces) {
        await pause(chunkDelayMs, context.signal);
        yield [{ text }];
      }
      for (const [index, call] of reply.toolCalls.entries()) {
        await pause(chunkDelayMs, context.signal);
        yield [{ toolCalls: [{ index, ...call }] }];
      }
      yield [{ finishReason: reply.finishReason, usage: reply.usage }];
    },
  };
}

function composeReply(request: ChatRequest): Reply {
  const said = textOf(request.messages.findLast((message) => message.role === "user"));
  const inputTokens = request.messages.reduce((sum, message) => sum + splitPieces(textOf(message)).length, 0);
  const toolCall = callTool(request, said);
  if (toolCall !== undefined) {
    const usage = count(inputTokens, splitPieces(toolCall.arguments).length);
    return { pieces: [], toolCalls: [toolCall], finishReason: "tool_calls", usage };
  }
  const pieces = splitPieces(composeText(request, said));
  const limit = request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY;
  const kept = pieces.slice(0, limit);
  return {
    pieces: kept,
    toolCalls: [],
    finishReason: kept.length < pieces.length ? "length" : "stop",
    usage: count(inputTokens, kept.length),
  };
}

function composeText(request: ChatRequest, said: string): string {
  const format = isRecord(request.response_format) ? request.response_format.type : undefined;
  if (format === "json_object" || format === "json_schema") return JSON.stringify({ sandbox: true, message: said });
  const before = request.messages.length - 1;
  const context = before === 0 ? "" : ` There ${before === 1 ? "was 1 message" : `were ${before} messages`} before it.`;
  return `This is the sandbox, not a real model. You wrote: “${said}”.${context} Connect a provider to get real answers.`;
}

/** Calls a tool only where the request demands one, so that a conversation with tools still ends. */
function callTool(request: ChatRequest, said: string): ToolCall | undefined {
  const choice = request.tool_choice;
  const wanted = isRecord(choice) && isRecord(choice.function) ? choice.function.name : undefined;
  if (choice !== "required" && wanted === undefined) return undefined;
  const tool = request.tools?.find(
    ({ function: definition }) => definition !== undefined && (wanted === undefined || definition.name === wanted),
  )?.function;
  if (tool === undefined) return undefined;
  return { id: "call_sandbox_0", name: tool.name, arguments: JSON.stringify(sampleArguments(tool.parameters, said)) };
}

function textOf(message: ChatMessage | undefined): string {
  const content = message?.content;
  if (typeof content === "string") return content;
  return content?.map((part) => (typeof part.text === "string" ? part.text : `[${part.type}]`)).join(" ") ?? "";
}

function count(inputTokens: number, outputTokens: number): Usage {
  return { counts: { inputTokens, outputTokens }, isEstimated: false };
}
