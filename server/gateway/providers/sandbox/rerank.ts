import { type RerankCapability, textsOfDocuments } from "@/server/gateway/spec/rerank";
import { splitWords } from "./words";

/** Scores by the share of the query's words a document holds. */
export function sandboxRerank(): RerankCapability {
  return {
    async rerank(request, context) {
      const query = new Set(splitWords(request.query));
      let inputTokens = 0;
      const ranking = textsOfDocuments(request.documents).map((text, index) => {
        const words = splitWords(text);
        inputTokens += words.length + query.size;
        const found = new Set(words.filter((word) => query.has(word)));
        return { index, relevanceScore: query.size === 0 ? 0 : found.size / query.size };
      });
      ranking.sort((a, b) => b.relevanceScore - a.relevanceScore || a.index - b.index);
      return {
        model: context.modelId,
        ranking: ranking.slice(0, request.top_n ?? ranking.length),
        usage: { counts: { inputTokens, searches: 1 }, isEstimated: false },
        warnings: [],
      };
    },
  };
}
