import { serverRoot } from "@/server/gateway/providers/openai-like/self-hosted";
import { readRanking } from "@/server/gateway/providers/wire/read-ranking";
import { type RerankCapability, textsOfDocuments } from "@/server/gateway/spec/rerank";

/** `POST /rerank` {query, texts} → [{index, score}] (huggingface.github.io/text-embeddings-inference). It reports no usage and takes no `top_n`. */
export const teiRerank: RerankCapability = {
  async rerank(request, context) {
    const texts = textsOfDocuments(request.documents);
    const json = {
      query: request.query,
      texts,
      return_text: false,
      ...(typeof request.truncate === "boolean" && { truncate: request.truncate }),
      ...(typeof request.raw_scores === "boolean" && { raw_scores: request.raw_scores }),
    };
    const baseUrl = serverRoot(context.credentials.baseUrl);
    const { body } = await context.http.json({ path: "/rerank", baseUrl, json });
    const ranking = readRanking(body, texts.length);
    return {
      model: context.modelId,
      ranking: typeof request.top_n === "number" ? ranking.slice(0, request.top_n) : ranking,
      warnings: [],
    };
  },
};
