import { isRecord, readArray, readString } from "@/server/gateway/providers/wire/json-value";

/**
 * Cohere's `{text, token_ids, logprobs}` per piece of text in OpenAI's shape. A piece of several tokens counts as one whose probability is
 * theirs together, as Cohere does not say where in the text each ends.
 */
export function readLogprobs(pieces: readonly unknown[]): unknown {
  const content = pieces.filter(isRecord).flatMap((piece) => {
    const values = readArray(piece, "logprobs").filter((value) => typeof value === "number");
    const token = readString(piece, "text") ?? "";
    if (values.length === 0) return [];
    const logprob = values.reduce((sum, value) => sum + value, 0);
    return [{ token, logprob, bytes: [...Buffer.from(token)], top_logprobs: [] }];
  });
  return content.length === 0 ? undefined : { content };
}
