import type { Caller, Gateway } from "@/server/gateway";
import { type ChatRequest, chatRequest } from "@/server/gateway/spec/chat";
import type { ChatWriter } from "@/server/http/chat/chat-writer";
import { type AskedChat, serveChat } from "@/server/http/chat/serve-chat";
import type { Exchange } from "@/server/http/exchange";
import { checkShape, readJsonWithText } from "@/server/http/read-body";
import { ChatChunkEncoder, toChatBody } from "./chat-body";
import { isPlainChat } from "./is-plain-chat";

/** Large enough for a few images and a long context, small enough to hold. */
const MAX_BODY_BYTES = 20_000_000;

/** `POST /v1/chat/completions`, after OpenAI's chat API reference. */
export function chatCompletions(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  return serveChat(gateway, caller, exchange, readJsonWithText(exchange.req, checkChat, MAX_BODY_BYTES, toAsked));
}

function checkChat(body: unknown): ChatRequest {
  return isPlainChat(body) ? body : checkShape(chatRequest, body);
}

function toAsked(request: ChatRequest, text: string): AskedChat {
  return {
    call: { request, native: { dialect: "chat", body: request, text, headers: {} } },
    writer: writerOf(request),
  };
}

function writerOf(request: ChatRequest): ChatWriter {
  return {
    dialect: "chat",
    toBody: (result, receipt) => toChatBody(result, receipt.counts, Math.floor(Date.now() / 1000)),
    createEncoder: (stream) => new ChatChunkEncoder(stream, request.stream_options?.include_usage === true),
  };
}
