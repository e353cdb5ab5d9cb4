import type { EmbeddingCapability, EmbeddingRequest, EmbeddingResult } from "@/server/gateway/spec/embedding";
import type { CallContext } from "@/server/gateway/spec/provider";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { type EmbeddingQuirks, openAiEmbedding } from "./embedding";
import { untranslatable } from "./untranslatable";

export interface EmbeddingLimits extends EmbeddingQuirks {
  /** For sentences: "Mistral". */
  vendor: string;
  /** Texts in one request of the vendor's; more are asked for in turn. */
  maxInputs?: number;
}

/** OpenAI's embeddings at vendors that take text only, and at times few at once. Tokens instead of text are `untranslatable`. */
export function limitedEmbedding({ vendor, maxInputs, ...quirks }: EmbeddingLimits): EmbeddingCapability {
  const embedding = openAiEmbedding(quirks);
  return {
    async embed(request, context) {
      if (!isText(request.input)) throw untranslatable(vendor, "An input of tokens instead of text", "input");
      if (maxInputs === undefined || typeof request.input === "string" || request.input.length <= maxInputs)
        return embedding.embed(request, context);
      return embedInTurn(embedding, request, request.input, maxInputs, context);
    },
  };
}

function isText(input: EmbeddingRequest["input"]): input is string | string[] {
  return typeof input === "string" || typeof input[0] === "string";
}

/** Usage is known only where every answer tells it. */
async function embedInTurn(
  embedding: EmbeddingCapability,
  request: EmbeddingRequest,
  texts: readonly string[],
  size: number,
  context: CallContext,
): Promise<EmbeddingResult> {
  const results: EmbeddingResult[] = [];
  for (let at = 0; at < texts.length; at += size)
    results.push(await embedding.embed({ ...request, input: texts.slice(at, at + size) }, context));
  const usage = sumUsage(results);
  return {
    model: results[0]?.model ?? context.modelId,
    vectors: results.flatMap(({ vectors }) => vectors),
    ...(usage === undefined ? {} : { usage: { counts: usage, isEstimated: false } }),
    warnings: results.flatMap(({ warnings }) => warnings),
  };
}

function sumUsage(results: readonly EmbeddingResult[]): UsageCounts | undefined {
  let inputTokens = 0;
  for (const { usage } of results) {
    if (usage?.counts.inputTokens === undefined) return undefined;
    inputTokens += usage.counts.inputTokens;
  }
  return { inputTokens };
}
