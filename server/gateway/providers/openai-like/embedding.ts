import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { decodeVector, encodeVector } from "@/server/gateway/providers/wire/vector-base64";
import type { EmbeddingCapability, EmbeddingRequest } from "@/server/gateway/spec/embedding";
import type { Usage } from "@/server/gateway/spec/usage";

export interface EmbeddingQuirks {
  /** Reshapes the body for vendors with other names for the same things. */
  body?: (body: JsonRecord) => JsonRecord;
}

/** Embeddings over `POST /embeddings`. What was asked for as base64 or numbers comes back so, whatever the upstream sent. */
export function openAiEmbedding(quirks: EmbeddingQuirks = {}): EmbeddingCapability {
  return {
    async embed(request, context) {
      const body: JsonRecord = { ...request, model: context.modelId };
      const { body: answer } = await context.http.json({ path: "/embeddings", json: quirks.body?.(body) ?? body });
      const data = isRecord(answer) ? readArray(answer, "data") : [];
      const expected = countInputs(request.input);
      const vectors = new Array<number[] | string>(expected);
      let filled = 0;
      for (const [position, item] of data.entries()) {
        const vector = isRecord(item) ? readVector(item.embedding, request.encoding_format === "base64") : undefined;
        const index = isRecord(item) ? (readCount(item, "index") ?? position) : position;
        if (vector === undefined || index >= expected || vectors[index] !== undefined) break;
        vectors[index] = vector;
        filled++;
      }
      if (!isRecord(answer) || filled !== expected) {
        throw new AppError(
          "provider_bad_response",
          `The provider sent ${filled} usable vectors for ${expected} inputs. Check that the model is an embedding model.`,
        );
      }
      const usage = readEmbeddingUsage(answer);
      return {
        model: readString(answer, "model") ?? context.modelId,
        vectors,
        ...(usage === undefined ? {} : { usage }),
        warnings: [],
      };
    },
  };
}

function countInputs(input: EmbeddingRequest["input"]): number {
  if (typeof input === "string") return 1;
  return typeof input[0] === "number" ? 1 : input.length;
}

function readVector(value: unknown, isBase64Wanted: boolean): number[] | string | undefined {
  if (typeof value === "string") return isBase64Wanted ? value : decodeVector(value);
  if (!Array.isArray(value) || value.length === 0 || !value.every((number) => typeof number === "number"))
    return undefined;
  return isBase64Wanted ? encodeVector(value) : value;
}

function readEmbeddingUsage(answer: JsonRecord): Usage | undefined {
  const usage = readRecord(answer, "usage");
  const tokens = readCount(usage, "prompt_tokens") ?? readCount(usage, "total_tokens");
  return tokens === undefined ? undefined : { counts: { inputTokens: tokens }, isEstimated: false };
}
