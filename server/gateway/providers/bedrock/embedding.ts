import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { encodeVector } from "@/server/gateway/providers/wire/vector-base64";
import type { EmbeddingCapability, EmbeddingRequest } from "@/server/gateway/spec/embedding";
import type { CallContext } from "@/server/gateway/spec/provider";
import { modelRequest } from "./model-request";

/** Titan takes one text a call; so many go out at once. */
const TITAN_AT_ONCE = 8;

interface Embedded {
  vectors: number[][];
  /** Undefined where the model reports none. */
  tokens: number | undefined;
}

/** Embeddings by InvokeModel, which speaks each family's own dialect: Amazon Titan and Cohere. */
export const bedrockEmbedding: EmbeddingCapability = {
  async embed(request, context) {
    const texts = textsOf(request);
    const warnings: string[] = [];
    const isTitan = context.modelId.includes("titan");
    const { vectors, tokens } = isTitan
      ? await embedByTitan(texts, request, context)
      : await embedByCohere(texts, request, context);
    if (typeof request.user === "string") warnings.push('"user" was left out: Amazon Bedrock does not take it.');
    return {
      model: context.modelId,
      vectors: request.encoding_format === "base64" ? vectors.map(encodeVector) : vectors,
      ...(tokens === undefined ? {} : { usage: { counts: { inputTokens: tokens }, isEstimated: false } }),
      warnings,
    };
  },
};

/** docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html */
async function embedByTitan(
  texts: string[],
  { dimensions }: EmbeddingRequest,
  context: CallContext,
): Promise<Embedded> {
  const size = dimensions ? { dimensions } : {};
  const embedded: Embedded = { vectors: [], tokens: 0 };
  for (let at = 0; at < texts.length; at += TITAN_AT_ONCE) {
    const answers = await Promise.all(
      texts
        .slice(at, at + TITAN_AT_ONCE)
        .map((inputText) => context.http.json(modelRequest(context, "invoke", { inputText, ...size }))),
    );
    for (const { body } of answers) {
      const answer = isRecord(body) ? body : {};
      embedded.vectors.push(readVector(answer.embedding));
      const count = readCount(answer, "inputTextTokenCount");
      embedded.tokens = count === undefined || embedded.tokens === undefined ? undefined : embedded.tokens + count;
    }
  }
  return embedded;
}

/** docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html; the count of tokens is only in a header. */
async function embedByCohere(texts: string[], request: EmbeddingRequest, context: CallContext): Promise<Embedded> {
  const body: JsonRecord = {
    texts,
    input_type: readString(request, "input_type") ?? "search_document",
    embedding_types: ["float"],
  };
  if (request.dimensions) body.output_dimension = request.dimensions;
  const answer = await context.http.json(modelRequest(context, "invoke", body));
  const read = isRecord(answer.body) ? answer.body : {};
  const vectors = readArray(readRecord(read, "embeddings") ?? {}, "float");
  const found = (vectors.length > 0 ? vectors : readArray(read, "embeddings")).map(readVector);
  if (found.length !== texts.length) throw noVectors();
  const count = Number(answer.headers["x-amzn-bedrock-input-token-count"]);
  return { vectors: found, tokens: readCount({ count }, "count") };
}

function textsOf({ input }: EmbeddingRequest): string[] {
  const list: unknown[] = typeof input === "string" ? [input] : input;
  return list.map((item) => {
    if (typeof item === "string") return item;
    throw new AppError("untranslatable", "Amazon Bedrock embeds text, not tokens. Send the text itself.", {
      param: "input",
    });
  });
}

function readVector(value: unknown): number[] {
  if (!Array.isArray(value) || !value.every((item): item is number => Number.isFinite(item))) throw noVectors();
  return value;
}

function noVectors(): AppError {
  return new AppError(
    "provider_bad_response",
    "Amazon Bedrock's answer does not hold a vector for every text. Check that the model embeds text.",
  );
}
