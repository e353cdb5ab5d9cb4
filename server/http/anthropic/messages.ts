import type { Caller, Gateway } from "@/server/gateway";
import { serveChat } from "@/server/http/chat/serve-chat";
import type { Exchange } from "@/server/http/exchange";
import { readJsonWithText, shapeOf } from "@/server/http/read-body";
import { messagesBody } from "./messages-body";
import { messagesWriter } from "./messages-writer";
import { refuseThread } from "./refuse-thread";
import { setRequestId } from "./request-id";
import { toChatCall } from "./to-chat-call";

/** Anthropic's own bound on a Messages request (platform.claude.com/docs/en/api/overview): long contexts with pictures come near it. */
export const MAX_BODY_BYTES = 32_000_000;

/** `POST /v1/messages`, after platform.claude.com/docs/en/api/messages/create. */
export function messages(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  setRequestId(exchange, exchange.requestId);
  const { req } = exchange;
  const asked = readJsonWithText(req, shapeOf(messagesBody), MAX_BODY_BYTES, (body, text) => {
    refuseThread(body);
    return { call: toChatCall(body, text, req.headers), writer: messagesWriter };
  });
  return serveChat(gateway, caller, exchange, asked);
}
