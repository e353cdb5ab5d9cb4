import { isRecord, readRecord } from "@/server/gateway/providers/wire/json-value";
import { readRanking } from "@/server/gateway/providers/wire/read-ranking";
import { type RerankCapability, textsOfDocuments } from "@/server/gateway/spec/rerank";
import { readCohereUsage } from "./read-usage";

/** docs.cohere.com/reference/rerank; billed by search units. */
export const cohereRerank: RerankCapability = {
  async rerank(request, context) {
    const documents = textsOfDocuments(request.documents);
    const json = {
      model: context.modelId,
      query: request.query,
      documents,
      ...(typeof request.top_n === "number" && { top_n: request.top_n }),
      ...(typeof request.max_tokens_per_doc === "number" && { max_tokens_per_doc: request.max_tokens_per_doc }),
    };
    const { body } = await context.http.json({ path: "/v2/rerank", json });
    const ranking = readRanking(isRecord(body) ? body.results : undefined, documents.length);
    const usage = isRecord(body) ? readCohereUsage(readRecord(body, "meta")) : undefined;
    return { model: context.modelId, ranking, ...(usage && { usage }), warnings: [] };
  },
};
