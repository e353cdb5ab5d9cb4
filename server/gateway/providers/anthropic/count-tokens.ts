import { AppError } from "@/lib/contracts/errors";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { CallContext } from "@/server/gateway/spec/provider";
import { buildBody } from "./build-body";
import { nativeBody, nativeMessages } from "./native-body";
import { pathOf } from "./path-of";

/** What the endpoint takes: platform.claude.com/docs/en/api/messages-count-tokens. */
const COUNTED_FIELDS = [
  "model",
  "messages",
  "system",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "cache_control",
];

/** Input tokens by `POST /v1/messages/count_tokens`, free of charge. */
export async function countAnthropicTokens(request: ChatRequest, context: CallContext): Promise<number> {
  const native = nativeMessages(context);
  const { body } = await context.http.json({
    path: pathOf(context, "/messages/count_tokens"),
    ...(native === undefined
      ? { json: countedBody(request, context.modelId) }
      : nativeBody(native, context.modelId).outgoing),
  });
  const count = isRecord(body) ? readCount(body, "input_tokens") : undefined;
  if (count === undefined) {
    throw new AppError(
      "provider_bad_response",
      "The answer holds no count of tokens. Check that the base URL leads to Anthropic's API.",
    );
  }
  return count;
}

function countedBody(request: ChatRequest, modelId: string): Record<string, unknown> {
  const { body } = buildBody(request, modelId);
  return Object.fromEntries(Object.entries(body).filter(([name]) => COUNTED_FIELDS.includes(name)));
}
