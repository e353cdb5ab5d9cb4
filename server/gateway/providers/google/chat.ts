import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import { isRecord, type JsonRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability, ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { WireRequest } from "@/server/gateway/spec/transport";
import { GeminiAnswerReader } from "./answer-reader";
import { buildBody } from "./build-body";

export interface GoogleHost {
  readError: ProviderDefinition["readError"];
  place: GooglePlace;
  /** The body of `countTokens` for a `generateContent` body. */
  toCountBody(body: JsonRecord, context: CallContext): JsonRecord;
}

/** Where a method of the context's model (`generateContent`) is called. */
export type GooglePlace = (context: CallContext, method: string) => Pick<WireRequest, "path" | "baseUrl">;

/** Chat over `generateContent` and `streamGenerateContent` (ai.google.dev/api/generate-content). */
export function googleChat({
  readError,
  place,
  toCountBody,
}: GoogleHost): Required<Omit<ChatCapability, "speaks" | "fitSettings">> {
  const throwIfError = (answer: unknown, status: number, context: CallContext) => {
    const inner = Array.isArray(answer) ? answer[0] : answer;
    if (isRecord(inner) && inner.error !== undefined && inner.error !== null)
      throw errorInAnswer(readError({ status, headers: {}, body: inner }), context);
  };

  return {
    async complete(request, context) {
      const { body, warnings } = buildBody(request, context.modelId);
      const answer = await context.http.json({ ...place(context, "generateContent"), json: body });
      throwIfError(answer.body, answer.status, context);
      return toResult(answer.body, context.modelId, warnings);
    },

    stream(request, context) {
      const { body, warnings } = buildBody(request, context.modelId);
      const reader = new GeminiAnswerReader();
      const { path, ...rest } = place(context, "streamGenerateContent");
      return readStream(
        () => context.http.events({ ...rest, path: `${path}?alt=sse`, json: body }),
        (chunk) => {
          throwIfError(chunk, 200, context);
          return reader.read(chunk);
        },
        warnings.length > 0 ? { warnings } : undefined,
      );
    },

    /** ai.google.dev/api/tokens */
    async countTokens(request, context) {
      const { body } = buildBody(request, context.modelId);
      const answer = await context.http.json({ ...place(context, "countTokens"), json: toCountBody(body, context) });
      const count = isRecord(answer.body) ? readCount(answer.body, "totalTokens") : undefined;
      if (count !== undefined) return count;
      throw new AppError(
        "provider_bad_response",
        "The answer holds no count of tokens. Check that the base URL leads to Google's API.",
      );
    },
  };
}

function toResult(answer: unknown, modelId: string, warnings: string[]): ChatResult {
  const event: ChatEvent = isRecord(answer) ? new GeminiAnswerReader().read(answer) : {};
  if (!isRecord(answer) || !hasCandidate(answer)) {
    throw new AppError(
      "provider_bad_response",
      "The answer holds no candidate. Check that the base URL leads to Google's API.",
    );
  }
  const { reasoning, reasoningDetails, toolCalls, logprobs, images, usage } = event;
  const result: ChatResult = {
    id: event.id ?? "",
    model: event.model ?? modelId,
    text: event.text ?? "",
    finishReason: event.finishReason ?? (toolCalls === undefined ? "stop" : "tool_calls"),
    warnings,
  };
  if (reasoning !== undefined) result.reasoning = reasoning;
  if (reasoningDetails !== undefined) result.reasoningDetails = reasoningDetails;
  if (toolCalls !== undefined)
    result.toolCalls = toolCalls.map((call) => ({
      id: call.id ?? "",
      name: call.name ?? "",
      arguments: call.arguments ?? "{}",
    }));
  if (logprobs !== undefined) result.logprobs = logprobs;
  if (images !== undefined) result.images = images;
  if (usage !== undefined) result.usage = usage;
  return result;
}

function hasCandidate(answer: JsonRecord): boolean {
  return Array.isArray(answer.candidates) && isRecord(answer.candidates[0]);
}
