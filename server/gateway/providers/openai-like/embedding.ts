import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  parseJson,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { decodeVector, encodeVector } from "@/server/gateway/providers/wire/vector-base64";
import type { EmbeddingCapability, EmbeddingRequest, EmbeddingResult } from "@/server/gateway/spec/embedding";
import type { Usage } from "@/server/gateway/spec/usage";
import { type EmbeddingEncoding, readEmbeddingEnvelope } from "./embedding-envelope";

export interface EmbeddingQuirks {
  /** Reshapes the body for vendors with other names for the same things. */
  body?: (body: JsonRecord) => JsonRecord;
}

/** OpenAI takes 2,048 inputs at once (platform.openai.com/docs/api-reference/embeddings); so many vectors of 3,072 floats written out. */
const MAX_ANSWER_BYTES = 200_000_000;
/** From here on an answer is not parsed but looked over. */
const LARGE_LENGTH = 200_000;

/** Embeddings over `POST /embeddings`. What was asked for as base64 or numbers comes back so, whatever the upstream sent. */
export function openAiEmbedding(quirks: EmbeddingQuirks = {}): EmbeddingCapability {
  return {
    async embed(request, context) {
      const body: JsonRecord = { ...request, model: context.modelId };
      const json = quirks.body?.(body) ?? body;
      const { text } = await context.http.text({ path: "/embeddings", json, maxAnswerBytes: MAX_ANSWER_BYTES });
      const encoding = request.encoding_format ?? "float";
      const count = countInputs(request.input);

      const envelope = text.length < LARGE_LENGTH ? undefined : readEmbeddingEnvelope(text, encoding, count);
      const usage = envelope === undefined ? undefined : readEmbeddingUsage(envelope);
      if (envelope !== undefined && usage !== undefined) {
        const model = readString(envelope, "model") ?? context.modelId;
        return new UnreadEmbedding(model, usage, text, () => readVectors(parseJson(text), encoding, count));
      }
      return readWhole(text, context.modelId, encoding, count);
    },
  };
}

/** A class, because a getter in a literal would make a shape of its own for each answer. */
class UnreadEmbedding implements EmbeddingResult {
  readonly warnings: string[] = [];
  readonly raw: { text: string };
  readonly #read: () => (number[] | string)[];

  constructor(
    readonly model: string,
    readonly usage: Usage,
    text: string,
    read: () => (number[] | string)[],
  ) {
    this.raw = { text };
    this.#read = read;
  }

  get vectors(): (number[] | string)[] {
    return this.#read();
  }
}

function readWhole(text: string, modelId: string, encoding: EmbeddingEncoding, count: number) {
  const answer = parseJson(text);
  const vectors = readVectors(answer, encoding, count);
  const usage = isRecord(answer) ? readEmbeddingUsage(answer) : undefined;
  return {
    model: (isRecord(answer) ? readString(answer, "model") : undefined) ?? modelId,
    vectors,
    ...(usage === undefined ? {} : { usage }),
    warnings: [],
    ...(usage !== undefined && isAsAsked(answer, vectors) ? { raw: { text } } : {}),
  };
}

/** Whether every vector stands in its place just as it is to be handed out. */
function isAsAsked(answer: unknown, vectors: readonly (number[] | string)[]): boolean {
  if (!isRecord(answer) || readString(answer, "model") === undefined) return false;
  return readArray(answer, "data").every((item, position) => isRecord(item) && item.embedding === vectors[position]);
}

function countInputs(input: EmbeddingRequest["input"]): number {
  if (typeof input === "string") return 1;
  return typeof input[0] === "number" ? 1 : input.length;
}

function readVectors(answer: unknown, encoding: EmbeddingEncoding, count: number): (number[] | string)[] {
  const vectors = new Array<number[] | string>(count);
  let filled = 0;
  for (const [position, item] of (isRecord(answer) ? readArray(answer, "data") : []).entries()) {
    const vector = isRecord(item) ? readVector(item.embedding, encoding) : undefined;
    const index = isRecord(item) ? (readCount(item, "index") ?? position) : position;
    if (vector === undefined || index >= count || vectors[index] !== undefined) break;
    vectors[index] = vector;
    filled++;
  }
  if (filled === count) return vectors;
  throw new AppError(
    "provider_bad_response",
    `The provider sent ${filled} usable vectors for ${count} inputs. Check that the model is an embedding model.`,
  );
}

function readVector(value: unknown, encoding: EmbeddingEncoding): number[] | string | undefined {
  if (typeof value === "string") return encoding === "base64" ? value : decodeVector(value);
  if (!Array.isArray(value) || value.length === 0 || !value.every((number) => Number.isFinite(number)))
    return undefined;
  return encoding === "base64" ? encodeVector(value) : value;
}

function readEmbeddingUsage(answer: JsonRecord): Usage | undefined {
  const usage = readRecord(answer, "usage");
  const tokens = readCount(usage, "prompt_tokens") ?? readCount(usage, "total_tokens");
  return tokens === undefined ? undefined : { counts: { inputTokens: tokens }, isEstimated: false };
}
