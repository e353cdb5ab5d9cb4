import type { Caller, Gateway } from "@/server/gateway";
import { serveChat } from "@/server/http/chat/serve-chat";
import type { Exchange } from "@/server/http/exchange";
import { readJsonWithText } from "@/server/http/read-body";
import { completionsRequest } from "./completions-request";
import { completionsWriter } from "./completions-writer";
import { toChatCall } from "./to-chat-call";

/** A long context as text. */
const MAX_BODY_BYTES = 20_000_000;

/** `POST /v1/completions`, after OpenAI's legacy completions API reference. */
export async function completions(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const { value: body, text } = await readJsonWithText(exchange.req, completionsRequest, MAX_BODY_BYTES);
  await serveChat(gateway, caller, exchange, toChatCall(body, text), completionsWriter(body, exchange.requestId));
}
