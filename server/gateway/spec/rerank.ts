import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { CallContext } from "./provider";
import { requestedModel } from "./requested-model";
import type { Usage } from "./usage";

/** Text; an object that holds it; or something else that only some models read (jina-reranker-m0 takes `{image}`). */
const rerankDocument = z.union([z.string(), z.record(z.string(), z.unknown())]);
export type RerankDocument = z.infer<typeof rerankDocument>;

/** The shape that Cohere and Jina share. */
export const rerankRequest = z.looseObject({
  model: requestedModel,
  query: z.string().min(1),
  documents: z.array(rerankDocument).min(1),
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

/** Undefined for a document that is not text. */
export function textOfDocument(document: RerankDocument): string | undefined {
  if (typeof document === "string") return document;
  return typeof document.text === "string" ? document.text : undefined;
}

/** The documents for providers that take text alone. Throws `untranslatable` for one that is something else. */
export function textsOfDocuments(documents: readonly RerankDocument[]): string[] {
  return documents.map((document, index) => {
    const text = textOfDocument(document);
    if (text !== undefined) return text;
    throw new AppError(
      "untranslatable",
      `Document ${index} holds no text, and this provider ranks only texts. Put its text into the field "text", name the fields to read in "rank_fields", or use a model that takes such documents.`,
      { param: `documents.${index}` },
    );
  });
}
