import { AppError } from "@/lib/contracts/errors";
import { serverRoot } from "@/server/gateway/providers/openai-like/self-hosted";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { RerankCapability } from "@/server/gateway/spec/rerank";

/** `POST /rerank` {query, texts} → [{index, score}] (huggingface.github.io/text-embeddings-inference). It reports no usage and takes no `top_n`. */
export const teiRerank: RerankCapability = {
  async rerank(request, context) {
    const texts = request.documents.map((document) => (typeof document === "string" ? document : document.text));
    const json = {
      query: request.query,
      texts,
      return_text: false,
      ...(typeof request.truncate === "boolean" && { truncate: request.truncate }),
      ...(typeof request.raw_scores === "boolean" && { raw_scores: request.raw_scores }),
    };
    const baseUrl = serverRoot(context.credentials.baseUrl);
    const { body } = await context.http.json({ path: "/rerank", baseUrl, json });
    if (!Array.isArray(body)) throw notARanking();
    const ranking = body.map((row: unknown) => {
      const index = isRecord(row) ? readCount(row, "index") : undefined;
      const score = isRecord(row) ? row.score : undefined;
      if (index === undefined || index >= texts.length || typeof score !== "number") throw notARanking();
      return { index, relevanceScore: score };
    });
    ranking.sort((a, b) => b.relevanceScore - a.relevanceScore);
    return {
      model: context.modelId,
      ranking: typeof request.top_n === "number" ? ranking.slice(0, request.top_n) : ranking,
      warnings: [],
    };
  },
};

function notARanking(): AppError {
  return new AppError(
    "provider_bad_response",
    "The server's answer holds no ranking of the documents sent. Check that the model is a rerank model.",
  );
}
