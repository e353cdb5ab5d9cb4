import { isRecord, type JsonRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { readRanking } from "@/server/gateway/providers/wire/read-ranking";
import { type RerankCapability, textOfDocument } from "@/server/gateway/spec/rerank";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";

export interface RerankPlace {
  /** "/rerank" by default. */
  path?: string;
  /** For vendors that keep it beside the rest, from the base URL of the rest. */
  baseUrl?: (baseUrl: string) => string;
}

/**
 * Reranking over `POST /rerank`, the shape of Cohere and Jina that vLLM, llama.cpp and SiliconFlow share. Documents go as plain text;
 * what is not text goes as it came, for models that read pictures.
 */
export function rerankLikeJina({ path = "/rerank", baseUrl }: RerankPlace = {}): RerankCapability {
  return {
    async rerank(request, context) {
      const documents = request.documents.map((document) => textOfDocument(document) ?? document);
      // The gateway has the documents; sending them back would double the answer for nothing.
      const json = { ...request, model: context.modelId, documents, return_documents: false };
      const place = baseUrl === undefined ? {} : { baseUrl: baseUrl(context.credentials.baseUrl) };
      const { body } = await context.http.json({ path, ...place, json });
      const ranking = readRanking(isRecord(body) ? (body.results ?? body.data) : undefined, documents.length);
      const usage = isRecord(body) ? readRerankUsage(body) : undefined;
      return {
        model: (isRecord(body) && readString(body, "model")) || context.modelId,
        ranking: typeof request.top_n === "number" ? ranking.slice(0, request.top_n) : ranking,
        ...(usage === undefined ? {} : { usage }),
        warnings: [],
      };
    },
  };
}

/** Jina and vLLM: `usage`; SiliconFlow: `tokens`, also under `meta`; Cohere and OpenRouter: search units. */
function readRerankUsage(body: JsonRecord): Usage | undefined {
  const meta = readRecord(body, "meta");
  const usage = readRecord(body, "usage");
  const tokens = readRecord(body, "tokens") ?? (meta === undefined ? undefined : readRecord(meta, "tokens"));
  const billed = meta === undefined ? undefined : readRecord(meta, "billed_units");
  const counts: UsageCounts = {};
  const input =
    readCount(usage, "total_tokens") ??
    readCount(usage, "prompt_tokens") ??
    readCount(tokens, "input_tokens") ??
    readCount(billed, "input_tokens");
  if (input !== undefined) counts.inputTokens = input;
  const searches = readCount(usage, "search_units") ?? readCount(billed, "search_units");
  if (searches !== undefined) counts.searches = searches;
  return Object.keys(counts).length === 0 ? undefined : { counts, isEstimated: false };
}
