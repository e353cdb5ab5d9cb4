import { isRecord, type JsonRecord } from "@/server/gateway/providers/wire/json-value";

/** How Sluice begins what it puts in the place of another vendor's proof, and its own ids of reasoning items. */
const FOREIGN_PROOF = "sluice.";
const FOREIGN_ID = "rs_sluice_";

/**
 * The same body where every reasoning item is OpenAI's own, else a copy without those that Sluice made from another model's thinking:
 * OpenAI would refuse the whole request for a proof that is not its own, or an id that it does not know.
 */
export function withoutForeignReasoning(body: Readonly<JsonRecord>): Readonly<JsonRecord> {
  const { input } = body;
  if (!Array.isArray(input) || !input.some(isForeign)) return body;
  return { ...body, input: input.filter((item) => !isForeign(item)) };
}

function isForeign(item: unknown): boolean {
  if (!isRecord(item) || item.type !== "reasoning") return false;
  const { encrypted_content: proof, id } = item;
  return (
    (typeof proof === "string" && proof.startsWith(FOREIGN_PROOF)) ||
    (typeof id === "string" && id.startsWith(FOREIGN_ID))
  );
}
