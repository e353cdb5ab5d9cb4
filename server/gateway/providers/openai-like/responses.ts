import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import { isRecord, type JsonRecord } from "@/server/gateway/providers/wire/json-value";
import { FailedWithUsage, readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability } from "@/server/gateway/spec/chat";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { nativeBody, nativeOf } from "./native-body";
import { ResponsesReader } from "./responses-reader";
import { readResponse } from "./responses-result";
import { withoutForeignReasoning } from "./without-foreign-reasoning";

/**
 * The Responses API over `POST /responses`, for clients that speak the same (platform.openai.com/docs/api-reference/responses). Only for
 * `withNatives`: it knows no neutral request.
 */
export function openAiResponses({ readError }: Pick<ProviderDefinition, "readError">): ChatCapability {
  const bodyOf = (context: CallContext) => {
    const native = nativeOf(context, "responses");
    const over: JsonRecord = { model: context.modelId };
    if (runsOn(context)) over.background = false;
    return nativeBody(native, over, withoutForeignReasoning(native.body));
  };

  return {
    speaks: (dialect) => dialect === "responses",

    fitSettings: (_dialect, settings, _modelId, warnings) => toResponsesFields(settings, warnings),

    async complete(_request, context) {
      const { body, text } = await context.http.json({ path: "/responses", ...bodyOf(context) });
      if (!isRecord(body) || body.object !== "response") {
        throw new AppError(
          "provider_bad_response",
          "The provider's answer is not a response object. Check that the base URL leads to an API with /responses.",
        );
      }
      if (isRecord(body.error))
        throw errorInAnswer(readError({ status: statusOf(body.error), headers: {}, body }), context);
      return readResponse(body, text, context.modelId);
    },

    stream(_request, context) {
      const body = bodyOf(context);
      const reader = new ResponsesReader();
      return readStream(
        () => context.http.events({ path: "/responses", ...body }),
        (payload, raw, name) => {
          const failure = reader.failure(payload);
          if (failure !== undefined) {
            const error = errorInAnswer(
              readError({ status: statusOf(failure), headers: {}, body: { error: failure } }),
              context,
            );
            const usage = reader.usageOf(payload);
            throw usage === undefined ? error : new FailedWithUsage(error, usage);
          }
          return reader.read(payload, raw, name);
        },
        runsOn(context) ? { warnings: [BACKGROUND_LEFT_OUT] } : undefined,
      );
    },
  };
}

function toResponsesFields(settings: Readonly<JsonRecord>, warnings: string[]): JsonRecord {
  const { max_tokens, max_completion_tokens = max_tokens, reasoning_effort, ...rest } = settings;
  const fields: JsonRecord = {};
  for (const [name, value] of Object.entries(rest)) {
    if (name === "temperature" || name === "top_p") fields[name] = value;
    else warnings.push(`The setting "${name}" was left out: the Responses API has none.`);
  }
  if (max_completion_tokens !== undefined) fields.max_output_tokens = max_completion_tokens;
  if (reasoning_effort !== undefined) fields.reasoning = { effort: reasoning_effort };
  return fields;
}

const BACKGROUND_LEFT_OUT = '"background" was left out: the answer ends when its client goes away.';

/** An answer in the background goes on, and costs, when nobody counts it any more. */
function runsOn({ native }: CallContext): boolean {
  return native?.body.background === true;
}

/** The status that an error would have had as an answer of its own: inside a 200 only its code tells. */
function statusOf({ code, type }: JsonRecord): number {
  if (code === "rate_limit_exceeded") return 429;
  if (type === "invalid_request_error") return 400;
  return typeof code === "string" &&
    /^(invalid|image|empty|unsupported|failed_to_download|context_length|bio_policy)/.test(code)
    ? 400
    : 500;
}
