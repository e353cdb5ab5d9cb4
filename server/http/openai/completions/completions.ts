import type { Caller, Gateway } from "@/server/gateway";
import { serveChat } from "@/server/http/chat/serve-chat";
import type { Exchange } from "@/server/http/exchange";
import { readJsonWithText, shapeOf } from "@/server/http/read-body";
import { completionsRequest } from "./completions-request";
import { completionsWriter } from "./completions-writer";
import { toChatCall } from "./to-chat-call";

/** A long context as text. */
const MAX_BODY_BYTES = 20_000_000;

/** `POST /v1/completions`, after OpenAI's legacy completions API reference. */
export function completions(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const asked = readJsonWithText(exchange.req, shapeOf(completionsRequest), MAX_BODY_BYTES, (body, text) => ({
    call: toChatCall(body, text),
    writer: completionsWriter(body, exchange.requestId),
  }));
  return serveChat(gateway, caller, exchange, asked);
}
