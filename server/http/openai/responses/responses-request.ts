import { z } from "zod";
import { requestedModel } from "@/server/gateway/spec/requested-model";

/**
 * The body of `POST /responses` as far as Sluice reads it (platform.openai.com/docs/api-reference/responses/create). Items, parts and tools
 * stay as they are: a provider that speaks the dialect judges them itself, and knows more kinds than we do.
 */
export const responsesRequest = z.looseObject({
  model: requestedModel,
  input: z.union([z.string(), z.array(z.looseObject({}))]).nullish(),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  background: z.boolean().nullish(),
  store: z.boolean().nullish(),
  tools: z.array(z.looseObject({ type: z.string() })).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  max_output_tokens: z.number().int().positive().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_logprobs: z.number().int().min(0).max(20).nullish(),
  include: z.array(z.string()).nullish(),
  text: z
    .looseObject({ format: z.looseObject({ type: z.string() }).nullish(), verbosity: z.string().nullish() })
    .nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish(), summary: z.string().nullish() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  truncation: z.string().nullish(),
});
export type ResponsesRequest = z.infer<typeof responsesRequest>;
