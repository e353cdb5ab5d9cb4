import type { HeaderTarget } from "@/server/http/write-answer";

/** Anthropic's SDKs read the request's id from `request-id`. */
export function setRequestId(target: HeaderTarget, requestId: string): void {
  target.setHeader("request-id", requestId);
}
