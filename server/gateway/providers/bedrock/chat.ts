import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import { isRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability } from "@/server/gateway/spec/chat";
import { buildBody } from "./build-body";
import { decodeFrames, EXCEPTION } from "./decode-frames";
import { modelRequest } from "./model-request";
import { REQUEST_ID_HEADER, readAnswer } from "./read-answer";
import { bedrockError } from "./read-error";
import { ConverseStreamReader } from "./stream-reader";

/** Chat with any model over Converse and ConverseStream. */
export const bedrockChat: ChatCapability = {
  async complete(request, context) {
    const { body, warnings } = buildBody(request, context.modelId);
    return readAnswer(await context.http.json(modelRequest(context, "converse", body)), context.modelId, warnings);
  },

  stream(request, context) {
    const { body, warnings } = buildBody(request, context.modelId);
    const reader = new ConverseStreamReader(context.modelId);
    let id: string | undefined;
    return readStream(
      async () => {
        const answer = await context.http.bytes({
          ...modelRequest(context, "converse-stream", body),
          headers: { accept: "application/vnd.amazon.eventstream" },
        });
        id = answer.headers[REQUEST_ID_HEADER];
        return decodeFrames(answer.body);
      },
      (payload, _data, name) => {
        if (name.startsWith(EXCEPTION)) {
          const message = readString(payload, "message") ?? readString(payload, "originalMessage");
          throw errorInAnswer(bedrockError(name.slice(EXCEPTION.length), 0, message), context);
        }
        const step = reader.read(name, payload);
        return step?.model !== undefined && id !== undefined ? { ...step, id } : step;
      },
      warnings.length > 0 ? { warnings } : undefined,
    );
  },

  /** docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html */
  async countTokens(request, context) {
    const { messages, system, toolConfig, additionalModelRequestFields } = buildBody(request, context.modelId).body;
    const converse = { messages, system, toolConfig, additionalModelRequestFields };
    const { body } = await context.http.json(modelRequest(context, "count-tokens", { input: { converse } }));
    const count = isRecord(body) ? readCount(body, "inputTokens") : undefined;
    if (count !== undefined) return count;
    throw new AppError(
      "provider_bad_response",
      "Amazon Bedrock's answer holds no count of tokens. Check the base URL.",
    );
  },
};
