import { AppError } from "@/lib/contracts/errors";
import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import { isRecord, type JsonRecord, readArray, readRecord } from "@/server/gateway/providers/wire/json-value";
import type { EmbeddingCapability, EmbeddingRequest } from "@/server/gateway/spec/embedding";
import type { CallContext } from "@/server/gateway/spec/provider";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";
import { readCohereUsage } from "./read-usage";

/** docs.cohere.com/reference/embed: inputs per call. */
const MOST_INPUTS = 96;
/** Cohere's own fields that clients may send along. */
const EXTENSIONS = ["truncate", "max_tokens", "priority"];

type Vector = number[] | string;

/**
 * docs.cohere.com/reference/embed. `input_type` may be sent along: "search_document" by default, since the texts of an index are the most; with
 * "image" the inputs are pictures as data URLs. More inputs than one call takes go in several, one after the other.
 */
export const cohereEmbedding: EmbeddingCapability = {
  async embed(request, context) {
    const inputs = textsOf(request.input);
    const fields = fieldsOf(request, context.modelId);
    const inputType = typeof request.input_type === "string" ? request.input_type : "search_document";
    const isBase64 = request.encoding_format === "base64";
    const vectors: Vector[] = [];
    let usage: Usage | undefined;
    for (let start = 0; start < inputs.length; start += MOST_INPUTS) {
      const batch = inputs.slice(start, start + MOST_INPUTS);
      const json = {
        ...fields,
        input_type: inputType,
        embedding_types: [isBase64 ? "base64" : "float"],
        ...(inputType === "image" ? { images: batch } : { texts: batch }),
      };
      const answer = await embedBatch(context, json, isBase64 ? "base64" : "float", batch.length);
      vectors.push(...answer.vectors);
      usage = add(usage, answer.usage);
    }
    const warnings = inputType === "image" ? ["Tokens of pictures are counted as input tokens."] : [];
    return { model: context.modelId, vectors, ...(usage && { usage }), warnings };
  },
};

function textsOf(input: EmbeddingRequest["input"]): string[] {
  const inputs = typeof input === "string" ? [input] : input;
  return inputs.map((one) => {
    if (typeof one === "string") return one;
    throw untranslatable("Cohere", "An input of tokens", "input");
  });
}

function fieldsOf(request: EmbeddingRequest, modelId: string): JsonRecord {
  const fields: JsonRecord = { model: modelId };
  if (typeof request.dimensions === "number") fields.output_dimension = request.dimensions;
  for (const name of EXTENSIONS) if (request[name] !== undefined) fields[name] = request[name];
  return fields;
}

async function embedBatch(
  { http }: CallContext,
  json: JsonRecord,
  type: "base64" | "float",
  expected: number,
): Promise<{ vectors: Vector[]; usage: Usage | undefined }> {
  const { body } = await http.json({ path: "/v2/embed", json });
  const embeddings = isRecord(body) ? readRecord(body, "embeddings") : undefined;
  const vectors = readArray(embeddings ?? {}, type).filter(type === "base64" ? isText : isVector);
  if (!isRecord(body) || vectors.length !== expected)
    throw new AppError(
      "provider_bad_response",
      `Cohere sent ${vectors.length} usable vectors for ${expected} inputs. Check that the model is an embedding model.`,
    );
  return { vectors, usage: readCohereUsage(readRecord(body, "meta")) };
}

function isText(value: unknown): value is Vector {
  return typeof value === "string" && value !== "";
}

function isVector(value: unknown): value is Vector {
  return Array.isArray(value) && value.length > 0 && value.every((number) => Number.isFinite(number));
}

function add(before: Usage | undefined, one: Usage | undefined): Usage | undefined {
  if (before === undefined || one === undefined) return before ?? one;
  const counts: UsageCounts = { ...before.counts };
  for (const unit of ["inputTokens", "outputTokens", "searches"] as const) {
    const sum = (counts[unit] ?? 0) + (one.counts[unit] ?? 0);
    if (one.counts[unit] !== undefined) counts[unit] = sum;
  }
  return { counts, isEstimated: false };
}
