import { z } from "zod";
import type { CallContext } from "./provider";
import { requestedModel } from "./requested-model";
import type { Usage } from "./usage";

export const embeddingRequest = z.looseObject({
  model: requestedModel,
  input: z.union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1),
    z.array(z.number().int()).min(1),
    z.array(z.array(z.number().int()).min(1)).min(1),
  ]),
  dimensions: z.number().int().positive().nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  user: z.string().nullish(),
});
export type EmbeddingRequest = z.infer<typeof embeddingRequest>;

export interface EmbeddingResult {
  model: string;
  /** In the order of the input. Base64 of little-endian float32 where the request asked for it. */
  vectors: (number[] | string)[];
  usage?: Usage;
  warnings: string[];
}

export interface EmbeddingCapability {
  embed(request: EmbeddingRequest, context: CallContext): Promise<EmbeddingResult>;
}
