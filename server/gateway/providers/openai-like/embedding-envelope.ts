import { isRecord, type JsonRecord, parseJson } from "@/server/gateway/providers/wire/json-value";

export type EmbeddingEncoding = "float" | "base64";

const KEY = '"embedding"';
/** What opens a vector, and what closes it: neither occurs inside. */
const BOUNDS = { float: ["[", "]"], base64: ['"', '"'] } as const;

/**
 * An OpenAI embeddings answer without its `data`, found by looking for the vectors' ends instead of parsing them: an answer of a thousand
 * vectors would take a third of a second to parse. Undefined when it does not hold `count` vectors in this encoding, or is laid out
 * in another way: then it has to be parsed.
 */
export function readEmbeddingEnvelope(
  text: string,
  encoding: EmbeddingEncoding,
  count: number,
): JsonRecord | undefined {
  const [opening, closing] = BOUNDS[encoding];
  const dataStart = text.indexOf("[", text.indexOf('"data"'));
  let found = 0;
  let at = dataStart;
  for (;;) {
    const key = text.indexOf(KEY, at);
    if (key < 0) break;
    const colon = skipSpace(text, key + KEY.length);
    // The same word is also the value of an item's `object`.
    if (text[colon] !== ":") {
      at = colon;
      continue;
    }
    const start = skipSpace(text, colon + 1);
    const end = text[start] === opening ? text.indexOf(closing, start + 1) : -1;
    if (end < 0) return undefined;
    found++;
    at = end + 1;
  }
  const dataEnd = text.indexOf("]", at);
  if (found !== count || dataStart < 0 || dataEnd < 0) return undefined;
  const envelope = parseJson(`${text.slice(0, dataStart)}[]${text.slice(dataEnd + 1)}`);
  return isRecord(envelope) && Array.isArray(envelope.data) && typeof envelope.model === "string"
    ? envelope
    : undefined;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32) at++;
  return at;
}
