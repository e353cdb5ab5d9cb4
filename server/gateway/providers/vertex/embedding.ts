import { AppError } from "@/lib/contracts/errors";
import { readTexts, readVector } from "@/server/gateway/providers/google/embedding";
import { isRecord, type JsonRecord, readArray, readRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { EmbeddingCapability, EmbeddingRequest } from "@/server/gateway/spec/embedding";
import type { CallContext } from "@/server/gateway/spec/provider";
import { vertexPlace } from "./place";

/** Texts in one request of `predict` (docs.cloud.google.com/vertex-ai/generative-ai/docs/embeddings/get-text-embeddings). */
const MAX_BATCH = 250;
/** Requests under way at once, for models that take one text each. */
const MAX_PARALLEL = 8;

interface Embedded {
  vectors: (number[] | string)[];
  tokens: number | undefined;
}

/** Embeddings over `predict`, or `embedContent` for Gemini embedding models after the first. `task_type` is taken as an extension. */
export const vertexEmbedding: EmbeddingCapability = {
  async embed(request, context) {
    const texts = readTexts(request);
    const name = context.modelId;
    const isByContent = name.includes("gemini") && !name.endsWith("gemini-embedding-001");
    const size = name.includes("gemini") ? 1 : MAX_BATCH;
    const batches = Array.from({ length: Math.ceil(texts.length / size) }, (_, index) =>
      texts.slice(index * size, (index + 1) * size),
    );
    const done: Embedded[] = [];
    for (let from = 0; from < batches.length; from += MAX_PARALLEL) {
      const group = batches.slice(from, from + MAX_PARALLEL);
      done.push(
        ...(await Promise.all(group.map((batch) => (isByContent ? embedContent : predict)(batch, request, context)))),
      );
    }
    const isCounted = done.every(({ tokens }) => tokens !== undefined);
    const inputTokens = done.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0);
    return {
      model: name,
      vectors: done.flatMap(({ vectors }) => vectors),
      ...(isCounted ? { usage: { counts: { inputTokens }, isEstimated: false } } : {}),
      warnings: [],
    };
  },
};

async function predict(texts: string[], request: EmbeddingRequest, context: CallContext): Promise<Embedded> {
  const taskType = request.task_type ?? request.taskType;
  const { body } = await context.http.json({
    ...vertexPlace(context, "predict"),
    json: {
      instances: texts.map((content) => ({
        content,
        ...(typeof taskType === "string" ? { task_type: taskType } : {}),
      })),
      ...(typeof request.dimensions === "number" ? { parameters: { outputDimensionality: request.dimensions } } : {}),
    },
  });
  const found = (isRecord(body) ? readArray(body, "predictions") : []).flatMap((item) => {
    const embedding = isRecord(item) ? readRecord(item, "embeddings") : undefined;
    return embedding === undefined ? [] : [embedding];
  });
  const counts = found.map((embedding) => readCount(readRecord(embedding, "statistics"), "token_count"));
  return {
    vectors: toVectors(found, texts.length, request),
    tokens: counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
  };
}

async function embedContent([text = ""]: string[], request: EmbeddingRequest, context: CallContext): Promise<Embedded> {
  const taskType = request.task_type ?? request.taskType;
  const config = {
    ...(typeof taskType === "string" ? { taskType } : {}),
    ...(typeof request.dimensions === "number" ? { outputDimensionality: request.dimensions } : {}),
  };
  const { body } = await context.http.json({
    ...vertexPlace(context, "embedContent"),
    json: {
      content: { parts: [{ text }] },
      ...(Object.keys(config).length > 0 ? { embedContentConfig: config } : {}),
    },
  });
  const embedding = isRecord(body) ? readRecord(body, "embedding") : undefined;
  return {
    vectors: toVectors(embedding === undefined ? [] : [embedding], 1, request),
    tokens: isRecord(body) ? readCount(readRecord(body, "usageMetadata"), "promptTokenCount") : undefined,
  };
}

function toVectors(
  embeddings: readonly JsonRecord[],
  expected: number,
  { encoding_format: format }: EmbeddingRequest,
): (number[] | string)[] {
  const vectors = embeddings.flatMap(({ values }) => readVector(values, format === "base64"));
  if (vectors.length === expected) return vectors;
  throw new AppError(
    "provider_bad_response",
    `Google sent ${vectors.length} usable vectors for ${expected} inputs. Check that the model is an embedding model.`,
  );
}
