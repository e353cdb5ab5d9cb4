import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { RerankCapability } from "@/server/gateway/spec/rerank";
import { modelRequest } from "./model-request";

/** A query is billed by so many documents: aws.amazon.com/bedrock/pricing, "Rerank". */
const DOCUMENTS_PER_SEARCH = 100;

const answer = z.object({
  results: z.array(z.object({ index: z.number().int().nonnegative(), relevance_score: z.number() })),
});

/** Amazon Rerank and Cohere Rerank by InvokeModel: docs.aws.amazon.com/bedrock/latest/userguide/rerank-supported.html. */
export const bedrockRerank: RerankCapability = {
  async rerank(request, context) {
    const documents = request.documents.map((item) => (typeof item === "string" ? item : item.text));
    const body = {
      query: request.query,
      documents,
      ...(request.top_n ? { top_n: request.top_n } : {}),
      ...(context.modelId.includes("cohere") ? { api_version: 2 } : {}),
    };
    const parsed = answer.safeParse((await context.http.json(modelRequest(context, "invoke", body))).body);
    if (!parsed.success || parsed.data.results.some(({ index }) => index >= documents.length)) {
      throw new AppError(
        "provider_bad_response",
        "Amazon Bedrock's ranking could not be understood. Check that the model ranks documents.",
      );
    }
    return {
      model: context.modelId,
      ranking: parsed.data.results.map(({ index, relevance_score }) => ({ index, relevanceScore: relevance_score })),
      usage: { counts: { searches: Math.ceil(documents.length / DOCUMENTS_PER_SEARCH) }, isEstimated: false },
      warnings: [],
    };
  },
};
