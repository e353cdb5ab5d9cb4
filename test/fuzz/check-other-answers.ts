import { z } from "zod";
import type { EmbeddingResult } from "@/server/gateway/spec/embedding";
import type { ListedModel } from "@/server/gateway/spec/provider";
import type { RerankResult } from "@/server/gateway/spec/rerank";
import type { TranscriptionResult } from "@/server/gateway/spec/transcription";
import { usageShape } from "./check-chat-answer";

const warnings = z.array(z.string());
const positive = z.number().int().positive().optional();

const modelShape = z.looseObject({
  id: z.string().min(1),
  displayName: z.string().optional(),
  type: z.enum(["llm", "text_embedding", "rerank", "tts", "speech_to_text"]).optional(),
  contextWindow: positive,
  maxOutputTokens: positive,
  pricesPerMillion: z.record(z.string(), z.string().regex(/^\d+(\.\d+)?$/)).optional(),
});

const transcriptShape = z.strictObject({
  model: z.string(),
  text: z.string(),
  language: z.string().optional(),
  durationMs: z.number().nonnegative().optional(),
  segments: z
    .array(z.strictObject({ startMs: z.number().nonnegative(), endMs: z.number().nonnegative(), text: z.string() }))
    .optional(),
  usage: usageShape,
  warnings,
  raw: z.record(z.string(), z.unknown()).optional(),
});

export function checkModels(listed: readonly ListedModel[]): void {
  for (const model of listed) modelShape.parse(model);
}

/** Read as the wire reads it: the provider's bytes where they pass through, else the vectors. */
export function checkEmbedding(result: EmbeddingResult | undefined): void {
  if (result === undefined) return;
  z.string().parse(result.model);
  usageShape.parse(result.usage);
  warnings.parse(result.warnings);
  if (result.raw === undefined)
    z.array(z.union([z.string(), z.array(z.number())]))
      .min(1)
      .parse(result.vectors);
}

export function checkRanking(result: RerankResult | undefined, request: Record<string, unknown>): void {
  if (result === undefined) return;
  const count = Array.isArray(request.documents) ? request.documents.length : 0;
  const row = z.strictObject({
    index: z
      .number()
      .int()
      .min(0)
      .max(count - 1),
    relevanceScore: z.number(),
  });
  z.strictObject({ model: z.string(), ranking: z.array(row), usage: usageShape, warnings }).parse(result);
}

export function checkTranscript(result: TranscriptionResult | undefined): void {
  if (result !== undefined) transcriptShape.parse(result);
}
