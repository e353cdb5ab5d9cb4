import type { ChatWriter } from "@/server/http/chat/chat-writer";
import { ItemIds, toOutput } from "./output-items";
import { beginResponse, endResponse } from "./response-body";
import { ResponsesEncoder } from "./responses-encoder";
import type { ResponsesRequest } from "./responses-request";

/** Writes answers in the Responses dialect to the client of this request. */
export function responsesWriter(request: ResponsesRequest, requestId: string): ChatWriter {
  return {
    dialect: "responses",
    toBody(result, receipt) {
      const createdAtSeconds = Math.floor(Date.now() / 1000);
      const begun = beginResponse(request, { requestId, model: result.model, createdAtSeconds });
      return endResponse(begun, toOutput(result, new ItemIds(requestId)), result.finishReason, receipt.counts);
    },
    createEncoder: (stream) => new ResponsesEncoder(request, stream),
  };
}
