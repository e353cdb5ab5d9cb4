import { z } from "zod";
import type { Caller, Gateway, Receipt } from "@/server/gateway";
import { type RerankDocument, type RerankResult, rerankRequest } from "@/server/gateway/spec/rerank";
import { totalInputTokens } from "@/server/gateway/spec/usage";
import { callOptions } from "@/server/http/call-options";
import type { Exchange } from "@/server/http/exchange";
import { readJson } from "@/server/http/read-body";
import { setReceiptHeaders, writeJson } from "@/server/http/write-answer";
import { joinRankFields } from "./join-rank-fields";

const MAX_BODY_BYTES = 20_000_000;

const wireRequest = rerankRequest.extend({ rank_fields: z.array(z.string()).min(1).nullish() });

/**
 * `POST /v1/rerank` and `/v2/rerank`, in the shape that Cohere (docs.cohere.com/reference/rerank, both versions) and Jina
 * (api.jina.ai/openapi.json) share. The answer holds what the clients of either look for: `meta` and `usage`.
 */
export async function rerank(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const { req, path } = exchange;
  const { rank_fields: rankFields, ...request } = await readJson(req, wireRequest, MAX_BODY_BYTES);
  const documents = rankFields ? joinRankFields(request.documents, rankFields) : request.documents;
  const { result, receipt } = await gateway.rerank(caller, { ...request, documents }, callOptions(exchange));
  setReceiptHeaders(exchange, receipt);
  const returned = request.return_documents ? request.documents : [];
  writeJson(exchange, 200, toRerankBody(result, receipt, returned, path.startsWith("/v2/") ? "2" : "1"));
}

function toRerankBody(
  { model, ranking }: RerankResult,
  { requestId, counts }: Receipt,
  returned: readonly RerankDocument[],
  version: string,
) {
  const tokens = totalInputTokens(counts);
  return {
    id: `rerank-${requestId}`,
    object: "list",
    model,
    results: ranking.map(({ index, relevanceScore }) => {
      const document = returned[index];
      return {
        index,
        relevance_score: relevanceScore,
        ...(document === undefined ? {} : { document: typeof document === "string" ? { text: document } : document }),
      };
    }),
    meta: {
      api_version: { version },
      ...(counts.searches === undefined ? {} : { billed_units: { search_units: counts.searches } }),
    },
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
