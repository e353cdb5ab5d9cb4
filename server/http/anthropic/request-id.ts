import type { Exchange } from "@/server/http/exchange";

/** Anthropic's SDKs read the request's id from `request-id`. */
export function setRequestId({ res, requestId }: Pick<Exchange, "res" | "requestId">): void {
  res.setHeader("request-id", requestId);
}
