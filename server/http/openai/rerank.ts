import type { Caller, Gateway } from "@/server/gateway";
import { rerankRequest } from "@/server/gateway/spec/rerank";
import { totalInputTokens } from "@/server/gateway/spec/usage";
import type { Exchange } from "@/server/http/exchange";
import { readJson } from "@/server/http/read-body";
import { setReceiptHeaders, writeJson } from "@/server/http/write-answer";

const MAX_BODY_BYTES = 20_000_000;

/** `POST /v1/rerank`, in the shape that Cohere and Jina share. */
export async function rerank(
  gateway: Gateway,
  caller: Caller,
  { req, res, requestId, signal }: Exchange,
): Promise<void> {
  const request = await readJson(req, rerankRequest, MAX_BODY_BYTES);
  const { result, receipt } = await gateway.rerank(caller, request, { requestId, signal });
  setReceiptHeaders(res, receipt);
  writeJson(res, 200, {
    id: `rerank-${requestId}`,
    model: result.model,
    results: result.ranking.map(({ index, relevanceScore }) => {
      const document = request.documents[index];
      return {
        index,
        relevance_score: relevanceScore,
        ...(request.return_documents && document !== undefined
          ? { document: typeof document === "string" ? { text: document } : document }
          : {}),
      };
    }),
    usage: { total_tokens: totalInputTokens(receipt.counts) },
  });
}
