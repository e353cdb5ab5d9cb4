import type { ChatCall } from "@/server/gateway/spec/chat";
import type { ChatDialect } from "@/server/gateway/spec/native-request";

const NATIVE_FIELD: Record<ChatDialect, string> = {
  chat: "max_tokens",
  completions: "max_tokens",
  responses: "max_output_tokens",
  messages: "max_tokens",
};

/** The same call, asking for no more output than a budget pays for, in the client's own body too where that is passed on. Pure. */
export function boundOutput(call: ChatCall, maxOutputTokens: number | undefined): ChatCall {
  if (maxOutputTokens === undefined) return call;
  const { request, native } = call;
  const field = request.max_completion_tokens == null ? "max_tokens" : "max_completion_tokens";
  const bounded: ChatCall = { ...call, request: { ...request, [field]: maxOutputTokens } };
  if (native === undefined) return bounded;
  const nativeField = native.dialect === "chat" ? field : NATIVE_FIELD[native.dialect];
  const body = { ...native.body, [nativeField]: maxOutputTokens };
  return { ...bounded, native: { ...native, body, text: JSON.stringify(body) } };
}
