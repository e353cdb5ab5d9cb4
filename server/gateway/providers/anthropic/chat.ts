import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability } from "@/server/gateway/spec/chat";
import { buildBody } from "./build-body";
import { countAnthropicTokens } from "./count-tokens";
import { nativeBody, nativeMessages } from "./native-body";
import { pathOf } from "./path-of";
import { readAnswer } from "./read-answer";
import { readAnthropicError } from "./read-error";
import { AnthropicStreamReader } from "./stream-reader";

/** Chat over the Messages API; a client's own Messages request goes through as it came, and so does its answer. */
export const anthropicChat: ChatCapability = {
  natives: ["messages"],

  async complete(request, context) {
    const native = nativeMessages(context);
    const { body, warnings } = native === undefined ? buildBody(request, context.modelId) : { warnings: [] };
    const answer = await context.http.json({
      path: pathOf(context, "/messages"),
      ...(native === undefined ? { json: body } : nativeBody(native, context.modelId, false)),
    });
    if (isRecord(answer.body) && answer.body.type === "error")
      throw errorInAnswer(readAnthropicError({ status: answer.status, body: answer.body }), context);
    const result = readAnswer(answer.body, context.modelId, warnings);
    if (native !== undefined) result.raw = { dialect: "messages", text: answer.text };
    return result;
  },

  stream(request, context) {
    const native = nativeMessages(context);
    const { body, warnings } = native === undefined ? buildBody(request, context.modelId) : { warnings: [] };
    const outgoing =
      native === undefined ? { json: { ...body, stream: true } } : nativeBody(native, context.modelId, true);
    const reader = new AnthropicStreamReader();
    return readStream(
      () => context.http.events({ path: pathOf(context, "/messages"), ...outgoing }),
      (payload, data, event) => {
        if (payload.type === "error") throw errorInAnswer(readAnthropicError({ status: 200, body: payload }), context);
        const step = reader.read(payload);
        return native === undefined ? step : { ...step, raw: { dialect: "messages", event, data } };
      },
      warnings.length > 0 ? { warnings } : undefined,
    );
  },

  countTokens: countAnthropicTokens,
};
