import type { Caller, Gateway } from "@/server/gateway";
import type { Exchange } from "@/server/http/exchange";
import { readJsonWithText, shapeOf } from "@/server/http/read-body";
import { setRouteHeaders, setWarningsHeader, writeJson } from "@/server/http/write-answer";
import { MAX_BODY_BYTES } from "./messages";
import { countTokensBody } from "./messages-body";
import { setRequestId } from "./request-id";
import { toChatCall } from "./to-chat-call";

/** `POST /v1/messages/count_tokens`, after platform.claude.com/docs/en/api/messages-count-tokens. An estimate says so in `x-sluice-warnings`. */
export async function countTokens(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const { req, requestId, signal } = exchange;
  setRequestId(exchange, exchange.requestId);
  const call = await readJsonWithText(req, shapeOf(countTokensBody), MAX_BODY_BYTES, (body, text) =>
    toChatCall(body, text, req.headers),
  );
  const count = await gateway.countTokens(caller, call, { requestId, signal });
  setRouteHeaders(exchange, { ...count, attemptCount: count.isEstimated ? 0 : 1 });
  setWarningsHeader(exchange, count.warnings);
  writeJson(exchange, 200, { input_tokens: count.inputTokens });
}
