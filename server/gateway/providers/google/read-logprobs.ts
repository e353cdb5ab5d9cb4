import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";

/** `logprobsResult` (ai.google.dev/api/generate-content#LogprobsResult) in OpenAI's shape; undefined where there is none. */
export function readLogprobs(candidate: JsonRecord): { content: unknown[] } | undefined {
  const result = readRecord(candidate, "logprobsResult");
  if (result === undefined) return undefined;
  const alternatives = readArray(result, "topCandidates");
  const content = readArray(result, "chosenCandidates").flatMap((chosen, position) => {
    const entry = readEntry(chosen);
    if (entry === undefined) return [];
    const top = alternatives[position];
    return [
      {
        ...entry,
        top_logprobs: isRecord(top) ? readArray(top, "candidates").flatMap((item) => readEntry(item) ?? []) : [],
      },
    ];
  });
  return content.length === 0 ? undefined : { content };
}

function readEntry(value: unknown): { token: string; logprob: number; bytes: number[] } | undefined {
  if (!isRecord(value)) return undefined;
  const token = readString(value, "token") ?? "";
  // A probability of 1 has the logarithm 0, and zeros are left out on the wire.
  const logprob = typeof value.logProbability === "number" ? value.logProbability : 0;
  return { token, logprob, bytes: [...Buffer.from(token, "utf8")] };
}
