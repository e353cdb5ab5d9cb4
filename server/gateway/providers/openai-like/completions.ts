import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { noteServiceTier } from "@/server/gateway/providers/wire/note-service-tier";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability, ChatEvent, ChatResult, FinishReason } from "@/server/gateway/spec/chat";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { nativeBody, nativeOf } from "./native-body";
import { readFinishReason } from "./read-finish-reason";
import { readOpenAiUsage } from "./read-usage";

interface CompletionsQuirks extends Pick<ProviderDefinition, "readError"> {
  /** Which models complete text at this vendor, where not all do: the others are reached as chats. */
  isOffered?: (modelId: string) => boolean;
}

/**
 * Legacy completions over `POST /completions`, for clients that speak the same (platform.openai.com/docs/api-reference/completions). Only
 * for `withNatives`: it knows no neutral request. The text of several choices adds up, since it only serves to estimate.
 */
export function openAiCompletions({ readError, isOffered }: CompletionsQuirks): ChatCapability {
  const refuseError = (answer: JsonRecord, status: number, context: CallContext) => {
    if (answer.error !== undefined && answer.error !== null)
      throw errorInAnswer(readError({ status, headers: {}, body: answer }), context);
  };

  return {
    speaks: (dialect, modelId) => dialect === "completions" && (isOffered?.(modelId) ?? true),

    fitSettings(_dialect, { max_completion_tokens, reasoning_effort, ...settings }, _modelId, warnings) {
      if (reasoning_effort !== undefined)
        warnings.push('The setting "reasoning_effort" was left out: legacy completions have none.');
      return max_completion_tokens === undefined ? settings : { ...settings, max_tokens: max_completion_tokens };
    },

    async complete(_request, context) {
      const native = nativeOf(context, "completions");
      const { body, status, text } = await context.http.json({
        path: "/completions",
        ...nativeBody(native, { model: context.modelId }),
      });
      if (isRecord(body)) refuseError(body, status, context);
      const choices = isRecord(body) ? readArray(body, "choices").filter(isRecord) : [];
      if (!isRecord(body) || choices.length === 0) {
        throw new AppError(
          "provider_bad_response",
          "The provider's answer holds no completion. Check that the model completes text: chat models take /v1/chat/completions.",
        );
      }
      const result: ChatResult = {
        id: readString(body, "id") ?? "",
        model: readString(body, "model") ?? context.modelId,
        text: choices.map((choice) => readString(choice, "text") ?? "").join(""),
        finishReason: readFinishReason(choices[0]?.finish_reason) ?? "stop",
        warnings: [],
        raw: { dialect: "completions", text },
      };
      const usage = readOpenAiUsage(body.usage);
      if (usage !== undefined) result.usage = noteServiceTier(usage, body.service_tier);
      return result;
    },

    stream(_request, context) {
      const native = nativeOf(context, "completions");
      const asked = readRecord(native.body, "stream_options");
      const options = asked?.include_usage === true ? asked : { ...asked, include_usage: true };
      const reader = new CompletionsReader(expectedChoices(native.body));
      return readStream(
        () =>
          context.http.events({
            path: "/completions",
            ...nativeBody(native, { model: context.modelId, stream: true, stream_options: options }),
          }),
        (chunk, raw) => {
          refuseError(chunk, 200, context);
          return reader.read(chunk, raw);
        },
      );
    },
  };
}

/** One answer per prompt and `n`: the stream is complete when each has finished. */
function expectedChoices({ prompt, n }: Readonly<JsonRecord>): number {
  const prompts = Array.isArray(prompt) && typeof prompt[0] !== "number" ? prompt.length : 1;
  return Math.max(prompts, 1) * (typeof n === "number" ? n : 1);
}

class CompletionsReader {
  #unfinished: number;
  #finishReason: FinishReason | undefined;

  constructor(expected: number) {
    this.#unfinished = expected;
  }

  read(chunk: JsonRecord, raw: string): ChatEvent {
    const event: ChatEvent = { raw: { dialect: "completions", event: "", data: raw } };
    const id = readString(chunk, "id");
    if (id !== undefined) event.id = id;
    const model = readString(chunk, "model");
    if (model !== undefined) event.model = model;
    const usage = readOpenAiUsage(chunk.usage);
    if (usage !== undefined) event.usage = noteServiceTier(usage, chunk.service_tier);
    const choices = readArray(chunk, "choices").filter(isRecord);
    if (choices.length === 0 && usage !== undefined) event.isUsageOnly = true;
    let text = "";
    for (const choice of choices) {
      text += readString(choice, "text") ?? "";
      const finishReason = readFinishReason(choice.finish_reason);
      if (finishReason === undefined) continue;
      this.#finishReason ??= finishReason;
      this.#unfinished -= 1;
      if (this.#unfinished <= 0) event.finishReason = this.#finishReason;
    }
    if (text !== "") event.text = text;
    return event;
  }
}
