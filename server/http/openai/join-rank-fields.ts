import { AppError } from "@/lib/contracts/errors";
import type { RerankDocument } from "@/server/gateway/spec/rerank";

/**
 * Documents as texts of the fields named in `rank_fields` (docs.cohere.com/v1/reference/rerank): the value of a single field, or one line
 * `name: value` a field, in the order named. Plain texts stay. Throws `invalid_request` for a document that has none of the fields.
 */
export function joinRankFields(documents: readonly RerankDocument[], fields: readonly string[]): RerankDocument[] {
  return documents.map((document, index) => {
    if (typeof document === "string") return document;
    const known = fields.filter((field) => Object.hasOwn(document, field) && document[field] !== null);
    const [only] = known;
    if (only === undefined) {
      throw new AppError(
        "invalid_request",
        `Document ${index} has none of the fields named in "rank_fields": ${fields.join(", ")}. Name fields that every document has.`,
        { param: `documents.${index}` },
      );
    }
    if (known.length === 1) return { text: textOf(document[only]) };
    return { text: known.map((field) => `${field}: ${textOf(document[field])}`).join("\n") };
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
