import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability, ChatRequest } from "@/server/gateway/spec/chat";
import type { CallContext } from "@/server/gateway/spec/provider";
import type { WireRequest } from "@/server/gateway/spec/transport";
import { buildBody } from "./build-body";
import { countAnthropicTokens } from "./count-tokens";
import { nativeBody, nativeMessages } from "./native-body";
import { pathOf } from "./path-of";
import { readAnswer } from "./read-answer";
import { readAnthropicError } from "./read-error";
import { AnthropicStreamReader } from "./stream-reader";

/** Chat over the Messages API; a client's own Messages request goes through as it came, and so does its answer. */
export const anthropicChat: ChatCapability = {
  speaks: (dialect) => dialect === "messages",

  fitSettings(_dialect, settings, modelId, warnings) {
    const probe = { ...settings, model: modelId, messages: [{ role: "user" as const, content: "" }] };
    const { body, warnings: said } = buildBody(probe, modelId);
    const { model: _model, messages: _messages, max_tokens, ...fields } = body;
    warnings.push(...said);
    return settings.max_tokens === undefined ? fields : { ...fields, max_tokens };
  },

  async complete(request, context) {
    const { outgoing, warnings } = buildOutgoing(request, context, false);
    const answer = await context.http.json({ path: pathOf(context, "/messages"), ...outgoing });
    if (isRecord(answer.body) && answer.body.type === "error")
      throw errorInAnswer(readAnthropicError({ status: answer.status, body: answer.body }), context);
    const result = readAnswer(answer.body, context.modelId, warnings);
    if (nativeMessages(context) !== undefined) result.raw = { dialect: "messages", text: answer.text };
    return result;
  },

  stream(request, context) {
    const { outgoing, warnings } = buildOutgoing(request, context, true);
    const isNative = nativeMessages(context) !== undefined;
    const reader = new AnthropicStreamReader();
    return readStream(
      () => context.http.events({ path: pathOf(context, "/messages"), ...outgoing }),
      (payload, data, event) => {
        if (payload.type === "error") throw errorInAnswer(readAnthropicError({ status: 200, body: payload }), context);
        const step = reader.read(payload);
        return isNative ? { ...step, raw: { dialect: "messages", event, data } } : step;
      },
      warnings.length > 0 ? { warnings } : undefined,
    );
  },

  countTokens: countAnthropicTokens,
};

/** The client's own request where it speaks this dialect, else the neutral one translated. */
function buildOutgoing(
  request: ChatRequest,
  context: CallContext,
  stream: boolean,
): { outgoing: Pick<WireRequest, "headers" | "json" | "jsonText">; warnings: string[] } {
  const native = nativeMessages(context);
  if (native !== undefined) return nativeBody(native, context.modelId, stream);
  const { body, warnings } = buildBody(request, context.modelId);
  return { outgoing: { json: stream ? { ...body, stream } : body }, warnings };
}
