import type { ChatWriter } from "@/server/http/chat/chat-writer";
import { ItemIds, type OutputItem, toOutput } from "./output-items";
import { beginResponse, endResponse } from "./response-body";
import { ResponsesEncoder } from "./responses-encoder";
import type { ResponsesRequest } from "./responses-request";

/** Writes answers in the Responses dialect to the client of this request; `keep` gets the items of one that is whole. */
export function responsesWriter(
  request: ResponsesRequest,
  requestId: string,
  keep: (items: readonly OutputItem[]) => void = () => undefined,
): ChatWriter {
  return {
    dialect: "responses",
    toBody(result, receipt) {
      const createdAtSeconds = Math.floor(Date.now() / 1000);
      const begun = beginResponse(request, { requestId, model: result.model, createdAtSeconds });
      const items = toOutput(result, new ItemIds(requestId));
      keep(items);
      return endResponse(begun, items, result.finishReason, receipt.counts);
    },
    createEncoder: (stream) => new ResponsesEncoder(request, stream, keep),
  };
}
