import { z } from "zod";
import { requestedModel } from "@/server/gateway/spec/requested-model";

const content = z.union([z.string(), z.array(z.looseObject({ type: z.string() }))], {
  error: "give text, or a list of content blocks that each have a type",
});
export type MessagesContent = z.infer<typeof content>;

/**
 * The body of `POST /v1/messages` (platform.claude.com/docs/en/api/messages/create). Loose, so that a provider of the same dialect gets
 * fields that are newer than this; content blocks are read where they are translated.
 */
export const messagesBody = z.looseObject({
  model: requestedModel,
  max_tokens: z
    .number({ error: "give the number of tokens at which the answer has to stop; the Messages API requires it" })
    .int()
    .nonnegative(),
  messages: z
    .array(z.looseObject({ role: z.enum(["user", "assistant", "system"]), content }))
    .min(1, "send at least one message"),
  system: content.nullish(),
  stop_sequences: z.array(z.string()).nullish(),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.number().int().nonnegative().nullish(),
  tools: z.array(z.looseObject({ type: z.string().nullish(), name: z.string().nullish() })).nullish(),
  tool_choice: z
    .looseObject({
      type: z.string(),
      name: z.string().optional(),
      disable_parallel_tool_use: z.boolean().nullish(),
    })
    .nullish(),
  thinking: z.looseObject({ type: z.string(), budget_tokens: z.number().int().positive().optional() }).nullish(),
  output_config: z
    .looseObject({
      effort: z.string().nullish(),
      format: z.looseObject({ type: z.string() }).nullish(),
    })
    .nullish(),
  metadata: z.looseObject({ user_id: z.string().nullish() }).nullish(),
  service_tier: z.string().nullish(),
});
export type MessagesBody = z.infer<typeof messagesBody>;

/** The body of `POST /v1/messages/count_tokens`: the same without a bound on the answer. */
export const countTokensBody = messagesBody.extend({ max_tokens: z.number().int().nonnegative().optional() });
export type CountTokensBody = z.infer<typeof countTokensBody>;
