import { encodeVector } from "@/server/gateway/providers/wire/vector-base64";
import type { EmbeddingCapability, EmbeddingRequest } from "@/server/gateway/spec/embedding";
import { splitWords } from "./words";

const DEFAULT_DIMENSIONS = 256;

/** Feature hashing: texts with common words lie close together, so that search over sandbox vectors is worth trying. */
export function sandboxEmbedding(): EmbeddingCapability {
  return {
    async embed(request, context) {
      const inputs = listInputs(request.input);
      const dimensions = request.dimensions ?? DEFAULT_DIMENSIONS;
      const vectors = inputs.map((words) => embedWords(words, dimensions));
      return {
        model: context.modelId,
        vectors: request.encoding_format === "base64" ? vectors.map(encodeVector) : vectors,
        usage: { counts: { inputTokens: inputs.reduce((sum, words) => sum + words.length, 0) }, isEstimated: false },
        warnings: [],
      };
    },
  };
}

function listInputs(input: EmbeddingRequest["input"]): string[][] {
  if (typeof input === "string") return [splitWords(input)];
  if (input.every((item) => typeof item === "number")) return [input.map(String)];
  return input.map((item) => (typeof item === "string" ? splitWords(item) : [item].flat().map(String)));
}

function embedWords(words: readonly string[], dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of words) {
    const hash = fnv1a(word);
    const index = (hash >>> 1) % dimensions;
    vector[index] = (vector[index] ?? 0) + (hash & 1 ? 1 : -1);
  }
  const length = Math.hypot(...vector);
  if (length === 0) return vector.map((_, index) => (index === 0 ? 1 : 0));
  return vector.map((value) => value / length);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
