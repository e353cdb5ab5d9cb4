import { z } from "zod";
import type { CallContext } from "./provider";
import { requestedModel } from "./requested-model";
import type { Usage } from "./usage";

/** The shape that Cohere and Jina share. */
export const rerankRequest = z.looseObject({
  model: requestedModel,
  query: z.string().min(1),
  documents: z.array(z.union([z.string(), z.looseObject({ text: z.string() })])).min(1),
  top_n: z.number().int().positive().nullish(),
  return_documents: z.boolean().nullish(),
});
export type RerankRequest = z.infer<typeof rerankRequest>;

export interface RerankResult {
  model: string;
  /** Best first; `index` points into the request's documents. */
  ranking: { index: number; relevanceScore: number }[];
  usage?: Usage;
  warnings: string[];
}

export interface RerankCapability {
  rerank(request: RerankRequest, context: CallContext): Promise<RerankResult>;
}
