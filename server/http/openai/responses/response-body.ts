import type { Response, ResponseUsage } from "openai/resources/responses/responses";
import type { FinishReason } from "@/server/gateway/spec/chat";
import { totalInputTokens, totalOutputTokens, type UsageCounts } from "@/server/gateway/spec/usage";
import type { OutputItem } from "./output-items";
import type { ResponsesRequest } from "./responses-request";

/** Given back as the client sent it, whatever it is. */
type Echoed = "metadata" | "reasoning" | "service_tier" | "text" | "tool_choice" | "tools" | "truncation";

/** A response object as it is sent; `output_text` is the SDK's own addition. */
export type ResponseBody = Omit<Response, "output" | "output_text" | Echoed> &
  Record<Echoed, unknown> & { output: OutputItem[]; store: boolean };

export interface ResponseFacts {
  requestId: string;
  model: string;
  createdAtSeconds: number;
}

/** A response that has only begun (platform.openai.com/docs/api-reference/responses/object), with the defaults OpenAI documents. */
export function beginResponse(request: ResponsesRequest, facts: ResponseFacts): ResponseBody {
  return {
    id: `resp_${facts.requestId.replaceAll("-", "")}`,
    object: "response",
    created_at: facts.createdAtSeconds,
    status: "in_progress",
    background: false,
    completed_at: null,
    error: null,
    incomplete_details: null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    model: facts.model,
    output: [],
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null, ...request.reasoning },
    service_tier: request.service_tier ?? "auto",
    store: false,
    temperature: request.temperature ?? 1,
    text: { ...request.text, format: request.text?.format ?? { type: "text" } },
    tool_choice: request.tool_choice ?? "auto",
    tools: request.tools ?? [],
    top_logprobs: request.top_logprobs ?? 0,
    top_p: request.top_p ?? 1,
    truncation: request.truncation ?? "disabled",
  };
}

/** The same response at its end. */
export function endResponse(
  begun: ResponseBody,
  output: OutputItem[],
  finishReason: FinishReason,
  counts: UsageCounts | undefined,
): ResponseBody {
  const cut = finishReason === "length" || finishReason === "content_filter" ? finishReason : undefined;
  return {
    ...begun,
    output,
    status: cut === undefined ? "completed" : "incomplete",
    completed_at: Math.floor(Date.now() / 1000),
    incomplete_details:
      cut === undefined ? null : { reason: cut === "length" ? "max_output_tokens" : "content_filter" },
    ...(counts === undefined ? {} : { usage: toUsage(counts) }),
  };
}

/** Our disjoint counts as Responses show them: cached tokens inside input, reasoning inside output. */
function toUsage(counts: UsageCounts): ResponseUsage {
  const input = totalInputTokens(counts);
  const output = totalOutputTokens(counts);
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: counts.cacheReadTokens ?? 0,
      cache_write_tokens: (counts.cacheWrite5mTokens ?? 0) + (counts.cacheWrite1hTokens ?? 0),
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: counts.reasoningTokens ?? 0 },
    total_tokens: input + output,
  };
}
