import { z } from "zod";
import { REASONING_FORMATS, type ReasoningDetail } from "@/server/gateway/spec/reasoning";

/** `sluice.<format>.<base64url of JSON>`: no vendor's own proof holds dots around one of these names. */
const TAG = /^sluice\.([a-z0-9-]+)\.([A-Za-z0-9_-]+)$/;

const proof = z.object({
  data: z.string().optional(),
  signature: z.string().optional(),
  id: z.string().optional(),
});
const format = z.enum(REASONING_FORMATS);

/**
 * What proves another vendor's thinking, in one string that a client of a dialect with its own proofs (a signature, encrypted content)
 * keeps and sends back. Its text is not in it: that stands in the block itself.
 */
export function tagReasoning({ format, data, signature, id }: ReasoningDetail): string {
  return `sluice.${format}.${Buffer.from(JSON.stringify({ data, signature, id })).toString("base64url")}`;
}

/** The proof as its vendor gave it: `reasoning.encrypted` where it holds data, else `reasoning.text` without its text. Undefined for a proof that carries no tag. */
export function untagReasoning(text: string): ReasoningDetail | undefined {
  const [, name, encoded] = TAG.exec(text) ?? [];
  const named = format.safeParse(name);
  if (encoded === undefined || !named.success) return undefined;
  const read = proof.safeParse(parse(Buffer.from(encoded, "base64url").toString("utf8")));
  if (!read.success) return undefined;
  const { data, signature, id } = read.data;
  return {
    type: data === undefined ? "reasoning.text" : "reasoning.encrypted",
    format: named.data,
    ...(data === undefined ? {} : { data }),
    ...(signature === undefined ? {} : { signature }),
    ...(id === undefined ? {} : { id }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A tag that a client cut short or changed is no tag.
    return undefined;
  }
}
