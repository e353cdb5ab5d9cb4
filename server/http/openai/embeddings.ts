import type { Caller, Gateway } from "@/server/gateway";
import { embeddingRequest } from "@/server/gateway/spec/embedding";
import { totalInputTokens } from "@/server/gateway/spec/usage";
import { callOptions } from "@/server/http/call-options";
import type { Exchange } from "@/server/http/exchange";
import { readJson } from "@/server/http/read-body";
import { setReceiptHeaders, writeJson, writeJsonText } from "@/server/http/write-answer";
import { encodeVector } from "./encode-vector";

const MAX_BODY_BYTES = 20_000_000;

/**
 * `POST /v1/embeddings`, after OpenAI's embeddings API reference. The body of an upstream that speaks the same goes through as it is;
 * else vectors come in the encoding asked for, whatever the provider sent.
 */
export async function embeddings(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const { req } = exchange;
  const request = await readJson(req, embeddingRequest, MAX_BODY_BYTES);
  const { result, receipt } = await gateway.embed(caller, request, callOptions(exchange));
  setReceiptHeaders(exchange, receipt);
  if (result.raw !== undefined) return writeJsonText(exchange, 200, result.raw.text);
  const tokens = totalInputTokens(receipt.counts);
  writeJson(exchange, 200, {
    object: "list",
    data: result.vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: encodeVector(vector, request.encoding_format ?? "float"),
    })),
    model: result.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}
