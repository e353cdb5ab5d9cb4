import { z } from "zod";
import type { Translation } from "@/server/http/chat/translation";
import type { MessagesContent } from "./messages-body";
import { readBlock } from "./read-block";

export interface ChatPart extends Record<string, unknown> {
  type: string;
}

export const cacheMark = z.looseObject({ type: z.string() }).nullish();
const textBlock = z.object({
  text: z.string(),
  cache_control: cacheMark,
  citations: z.array(z.unknown()).nullish(),
});
const source = z.looseObject({
  type: z.string(),
  media_type: z.string().optional(),
  data: z.string().optional(),
  url: z.string().optional(),
});
const imageBlock = z.object({ source, cache_control: cacheMark });
const documentBlock = z.object({
  source: source.extend({ content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).optional() }),
  title: z.string().nullish(),
  context: z.string().nullish(),
  citations: z.looseObject({ enabled: z.boolean().nullish() }).nullish(),
  cache_control: cacheMark,
});

/** Text, image and document blocks as neutral content parts (conventions: OpenAI's chat parts). Others are refused by name. */
export function toChatParts(content: MessagesContent, path: string, translation: Translation): ChatPart[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content.flatMap((block, index) => toChatBlock(block, `${path}.${index}`, translation));
}

/** One block; several parts where it holds several, none where it is refused. */
export function toChatBlock(block: ChatPart, path: string, translation: Translation): ChatPart[] {
  switch (block.type) {
    case "text":
      return toText(block, path, translation);
    case "image":
      return toImage(block, path, translation);
    case "document":
      return toDocument(block, path, translation);
    default:
      translation.refuse(path, `A content block of type "${block.type}" has no counterpart elsewhere.`);
      return [];
  }
}

function toText(block: ChatPart, path: string, translation: Translation): ChatPart[] {
  const { text, cache_control, citations } = readBlock(textBlock, block, path);
  if (citations?.length) translation.lose("Citations in earlier messages were left out.");
  return [{ type: "text", text, ...marked(cache_control) }];
}

function toImage(block: ChatPart, path: string, translation: Translation): ChatPart[] {
  const { source: from, cache_control } = readBlock(imageBlock, block, path);
  const url = urlOf(from, path);
  if (url === undefined) {
    translation.refuse(`${path}.source`, `An image from a source of type "${from.type}" is known to Anthropic alone.`);
    return [];
  }
  return [{ type: "image_url", image_url: { url }, ...marked(cache_control) }];
}

function toDocument(block: ChatPart, path: string, translation: Translation): ChatPart[] {
  const { source: from, title, context, citations, cache_control } = readBlock(documentBlock, block, path);
  if (citations?.enabled) translation.lose("The answer carries no citations: only Anthropic makes them.");
  const heading = [title, context].filter((line) => typeof line === "string" && line !== "").join("\n");
  if (from.type === "text" || from.type === "content") {
    const inside = from.content ?? from.data ?? "";
    const parts = toChatParts(inside, `${path}.source.content`, translation);
    const last = parts.at(-1);
    if (last) Object.assign(last, marked(cache_control));
    return heading === "" ? parts : [{ type: "text", text: heading }, ...parts];
  }
  const url = urlOf(from, path);
  if (url === undefined) {
    translation.refuse(
      `${path}.source`,
      `A document from a source of type "${from.type}" is known to Anthropic alone.`,
    );
    return [];
  }
  const named = title ? { filename: title } : {};
  const file = from.type === "base64" ? { file_data: url, ...named } : { file_url: url, ...named };
  const about = context ? [{ type: "text", text: context }] : [];
  return [...about, { type: "file", file, ...marked(cache_control) }];
}

/** An address or a data URL; undefined for what lies in Anthropic's own store. */
function urlOf(from: z.infer<typeof source>, path: string): string | undefined {
  if (from.type === "url") return readBlock(z.object({ url: z.string() }), from, `${path}.source`).url;
  if (from.type !== "base64") return undefined;
  const { media_type, data } = readBlock(
    z.object({ media_type: z.string(), data: z.string() }),
    from,
    `${path}.source`,
  );
  return `data:${media_type};base64,${data}`;
}

/** The mark that ends a cached prefix, kept for providers that cache on demand. */
export function marked(cache_control: z.infer<typeof cacheMark>): { cache_control?: unknown } {
  return cache_control ? { cache_control } : {};
}
