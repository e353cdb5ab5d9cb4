import { AppError } from "@/lib/contracts/errors";
import type { Caller, Gateway } from "@/server/gateway";
import { serveChat } from "@/server/http/chat/serve-chat";
import type { Exchange } from "@/server/http/exchange";
import { readJsonWithText, shapeOf } from "@/server/http/read-body";
import { RecentItems } from "./recent-items";
import { responsesRequest } from "./responses-request";
import { responsesWriter } from "./responses-writer";
import { toChatCall } from "./to-chat-call";

/** Large enough for a few images and a long context, small enough to hold. */
const MAX_BODY_BYTES = 20_000_000;

const recentItems = new RecentItems();

/** `POST /v1/responses`, after OpenAI's Responses API reference. */
export function responses(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const { tenantId } = caller;
  const asked = readJsonWithText(exchange.req, shapeOf(responsesRequest), MAX_BODY_BYTES, (received, text) => {
    const body = recentItems.resolve(tenantId, received);
    const call = toChatCall(body, body === received ? text : JSON.stringify(body));
    const writer = responsesWriter(body, exchange.requestId, (items) => {
      if (body.store !== false) recentItems.keep(tenantId, items);
    });
    return { call, writer };
  });
  return serveChat(gateway, caller, exchange, asked);
}

/** What every address below `/v1/responses/` answers: there is nothing to fetch, cancel or delete. */
export function noStoredResponse({ path }: Exchange): never {
  throw new AppError(
    "not_found",
    `Sluice keeps no responses, so there is nothing at ${path}. Keep what POST /v1/responses answers, and send the whole conversation as input items.`,
  );
}
