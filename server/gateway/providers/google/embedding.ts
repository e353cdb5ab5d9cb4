import { AppError } from "@/lib/contracts/errors";
import { isRecord, readArray, readRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { encodeVector } from "@/server/gateway/providers/wire/vector-base64";
import type { EmbeddingCapability, EmbeddingRequest } from "@/server/gateway/spec/embedding";
import type { Usage } from "@/server/gateway/spec/usage";
import type { GooglePlace } from "./chat";
import { bareModelName } from "./model-name";

/** Google takes no more at once. */
const MAX_BATCH = 100;

/** Embeddings over `batchEmbedContents` (ai.google.dev/api/embeddings). `task_type` is taken as an extension. */
export function googleEmbedding(place: GooglePlace): EmbeddingCapability {
  return {
    async embed(request, context) {
      const texts = readTexts(request);
      const warnings: string[] = [];
      const vectors: (number[] | string)[] = [];
      let tokens: number | undefined = 0;
      for (let from = 0; from < texts.length; from += MAX_BATCH) {
        const batch = texts.slice(from, from + MAX_BATCH);
        const { body } = await context.http.json({
          ...place(context, "batchEmbedContents"),
          json: { requests: batch.map((text) => toRequest(text, request, context.modelId)) },
        });
        vectors.push(...readVectors(body, batch.length, request.encoding_format === "base64"));
        const count = isRecord(body) ? readCount(readRecord(body, "usageMetadata"), "promptTokenCount") : undefined;
        tokens = tokens === undefined || count === undefined ? undefined : tokens + count;
      }
      const usage: Usage | undefined =
        tokens === undefined ? undefined : { counts: { inputTokens: tokens }, isEstimated: false };
      return { model: context.modelId, vectors, ...(usage === undefined ? {} : { usage }), warnings };
    },
  };
}

/** The texts to embed; throws `untranslatable` for tokens, which only their own tokenizer could turn back. */
export function readTexts({ input }: EmbeddingRequest): string[] {
  if (typeof input === "string") return [input];
  return input.map((item) => {
    if (typeof item === "string") return item;
    throw new AppError("untranslatable", "Google embeds text, not tokens. Send the text itself.", { param: "input" });
  });
}

function readVectors(body: unknown, expected: number, isBase64: boolean): (number[] | string)[] {
  const found = isRecord(body) ? readArray(body, "embeddings") : [];
  const vectors = found.flatMap((item) => (isRecord(item) ? readVector(item.values, isBase64) : []));
  if (vectors.length === expected) return vectors;
  throw new AppError(
    "provider_bad_response",
    `Google sent ${vectors.length} usable vectors for ${expected} inputs. Check that the model is an embedding model.`,
  );
}

export function readVector(values: unknown, isBase64: boolean): (number[] | string)[] {
  if (!Array.isArray(values) || values.length === 0 || !values.every((value) => Number.isFinite(value))) return [];
  return [isBase64 ? encodeVector(values) : values];
}

function toRequest(text: string, request: EmbeddingRequest, modelId: string) {
  const taskType = request.task_type ?? request.taskType;
  return {
    model: `models/${bareModelName(modelId)}`,
    content: { parts: [{ text }] },
    ...(typeof taskType === "string" ? { taskType } : {}),
    ...(typeof request.dimensions === "number" ? { outputDimensionality: request.dimensions } : {}),
  };
}
