import { z } from "zod";
import { requestedModel } from "@/server/gateway/spec/requested-model";

/** The body of `POST /completions` (platform.openai.com/docs/api-reference/completions/create). */
export const completionsRequest = z.looseObject({
  model: requestedModel,
  prompt: z
    .union([z.string(), z.array(z.string()), z.array(z.number().int()), z.array(z.array(z.number().int()))])
    .nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().nonnegative().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: z.number().int().positive().nullish(),
  best_of: z.number().int().positive().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  echo: z.boolean().nullish(),
  suffix: z.string().nullish(),
  logprobs: z.number().int().nonnegative().nullish(),
});
export type CompletionsRequest = z.infer<typeof completionsRequest>;
