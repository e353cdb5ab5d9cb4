import { z } from "zod";
import type { CallContext } from "./provider";
import { requestedModel } from "./requested-model";
import type { Usage } from "./usage";

/** One text, several, one text as tokens, or several as tokens. */
export type EmbeddingInput = string | string[] | number[] | number[][];

const text = { type: "string", minLength: 1 };
const tokens = { type: "array", items: { type: "integer" }, minItems: 1 };

export const embeddingRequest = z.looseObject({
  model: requestedModel,
  // By hand, because a union would try, and describe the failure of, each of a hundred thousand tokens several times.
  input: z
    .custom<EmbeddingInput>(
      isEmbeddingInput,
      "send a text, a list of texts, a list of tokens, or a list of such lists; none may be empty",
    )
    .meta({ anyOf: [text, tokens, { type: "array", items: { anyOf: [text, tokens] }, minItems: 1 }] }),
  dimensions: z.number().int().positive().nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  user: z.string().nullish(),
});
export type EmbeddingRequest = z.infer<typeof embeddingRequest>;

export interface EmbeddingResult {
  model: string;
  /** In the order of the input. Base64 of little-endian float32 where the request asked for it. May be read from `raw` only when asked for. */
  readonly vectors: (number[] | string)[];
  usage?: Usage;
  warnings: string[];
  /** The upstream's own body where it is in OpenAI's shape, with usage and with vectors in the encoding asked for: passed through. */
  raw?: { text: string };
}

export interface EmbeddingCapability {
  embed(request: EmbeddingRequest, context: CallContext): Promise<EmbeddingResult>;
}

function isEmbeddingInput(value: unknown): value is EmbeddingInput {
  if (isText(value)) return true;
  if (!Array.isArray(value) || value.length === 0) return false;
  if (typeof value[0] === "number") return isTokenList(value);
  return value.every(typeof value[0] === "string" ? isText : isTokenList);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isTokenList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((token) => Number.isInteger(token));
}
