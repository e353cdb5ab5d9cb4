import type { ResponseOutputText } from "openai/resources/responses/responses";
import { z } from "zod";

type Logprobs = NonNullable<ResponseOutputText["logprobs"]>;

const bytes = z
  .array(z.number())
  .nullish()
  .transform((value) => value ?? []);
const tokens = z.object({
  content: z.array(
    z.object({
      token: z.string(),
      logprob: z.number(),
      bytes,
      top_logprobs: z.array(z.object({ token: z.string(), logprob: z.number(), bytes })).default([]),
    }),
  ),
});

/** Log probabilities of chat (`{content: […]}`) as Responses list them; none where the provider gave none it can be made of. */
export function toLogprobs(value: unknown): Logprobs {
  return tokens.safeParse(value).data?.content ?? [];
}
