import { AppError } from "@/lib/contracts/errors";
import { buildBody } from "@/server/gateway/providers/anthropic/build-body";
import { readAnswer } from "@/server/gateway/providers/anthropic/read-answer";
import { AnthropicStreamReader } from "@/server/gateway/providers/anthropic/stream-reader";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability, ChatRequest } from "@/server/gateway/spec/chat";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { bareClaudeName, vertexPlace } from "./place";

/** Stands in the body, where Anthropic's own API has a header and the model's name. */
const API_VERSION = "vertex-2023-10-16";

/** Claude on Vertex AI over `rawPredict` (platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai): the Messages API in another envelope. */
export function vertexClaude(
  readError: ProviderDefinition["readError"],
): Required<Omit<ChatCapability, "speaks" | "fitSettings">> {
  const throwIfError = (answer: unknown, context: CallContext) => {
    if (isRecord(answer) && (answer.type === "error" || isRecord(answer.error)))
      throw errorInAnswer(readError({ status: 200, headers: {}, body: answer }), context);
  };
  const buildEnvelope = (request: ChatRequest, context: CallContext) => {
    const { body, warnings } = buildBody(request, context.modelId);
    const { model: _model, ...rest } = body;
    return { body: { ...rest, anthropic_version: API_VERSION }, warnings };
  };

  return {
    async complete(request, context) {
      const { body, warnings } = buildEnvelope(request, context);
      const answer = await context.http.json({ ...vertexPlace(context, "rawPredict"), json: body });
      throwIfError(answer.body, context);
      return readAnswer(answer.body, context.modelId, warnings);
    },

    stream(request, context) {
      const { body, warnings } = buildEnvelope(request, context);
      const reader = new AnthropicStreamReader();
      return readStream(
        () => context.http.events({ ...vertexPlace(context, "streamRawPredict"), json: { ...body, stream: true } }),
        (event) => {
          throwIfError(event, context);
          return reader.read(event);
        },
        warnings.length > 0 ? { warnings } : undefined,
      );
    },

    /** docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/count-tokens: under a model of that name. */
    async countTokens(request, context) {
      const { system, messages, tools, tool_choice, thinking } = buildBody(request, context.modelId).body;
      const { body } = await context.http.json({
        ...vertexPlace({ ...context, modelId: "anthropic/count-tokens" }, "rawPredict"),
        json: {
          model: bareClaudeName(context.modelId),
          anthropic_version: API_VERSION,
          messages,
          system,
          tools,
          tool_choice,
          thinking,
        },
      });
      throwIfError(body, context);
      const count = isRecord(body) ? readCount(body, "input_tokens") : undefined;
      if (count !== undefined) return count;
      throw new AppError("provider_bad_response", "The answer holds no count of tokens. Check the base URL.");
    },
  };
}
