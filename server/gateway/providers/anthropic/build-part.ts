import type { DocumentBlockParam, ImageBlockParam, TextBlockParam } from "@anthropic-ai/sdk/resources/messages";
import { AppError } from "@/lib/contracts/errors";
import { readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import { readCacheControl } from "./build-tools";

type ContentPart = Exclude<ChatMessage["content"], string | null | undefined>[number];
type PartBlock = TextBlockParam | ImageBlockParam | DocumentBlockParam;

/** A part of a message as a content block; none for blank text, which Anthropic refuses. Throws `untranslatable` for what it can't read. */
export function buildPart(part: ContentPart): PartBlock[] {
  const cache = readCacheControl(part);
  switch (part.type) {
    case "text":
    case "refusal": {
      const text = readString(part, "text") ?? readString(part, "refusal") ?? "";
      return text.trim() === "" ? [] : [{ type: "text", text, ...cache }];
    }
    case "image_url": {
      const image = readRecord(part, "image_url");
      const url = image === undefined ? readString(part, "image_url") : readString(image, "url");
      return [{ ...buildImage(url ?? ""), ...cache }];
    }
    case "file":
      return [{ ...buildFile(readRecord(part, "file") ?? {}), ...cache }];
    default:
      throw unreadable(`Anthropic can't read a message part of type "${part.type.slice(0, 60)}".`);
  }
}

const IMAGE_TYPES = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
} as const;

function buildImage(url: string): ImageBlockParam {
  if (/^https?:/i.test(url)) return { type: "image", source: { type: "url", url } };
  const { type, data } = readDataUrl(url);
  const known = Object.entries(IMAGE_TYPES).find(([name]) => type === `image/${name}`)?.[1];
  if (known === undefined)
    throw unreadable("Anthropic reads images as https addresses, or as data URLs of JPEG, PNG, GIF or WebP.");
  return { type: "image", source: { type: "base64", media_type: known, data } };
}

/** Documents: platform.claude.com/docs/en/build-with-claude/pdf-support and …/files. */
function buildFile(file: Record<string, unknown>): DocumentBlockParam | ImageBlockParam {
  const title = readString(file, "filename");
  const titled = title === undefined ? {} : { title };
  const id = readString(file, "file_id");
  if (id !== undefined) return { type: "document", source: { type: "file", file_id: id }, ...titled };
  const url = readString(file, "file_url");
  if (url !== undefined) return { type: "document", source: { type: "url", url }, ...titled };
  const source = readString(file, "file_data") ?? "";
  const { type, data } = readDataUrl(source);
  if (type.startsWith("image/")) return buildImage(source);
  if (type === "application/pdf")
    return { type: "document", source: { type: "base64", media_type: type, data }, ...titled };
  if (type.startsWith("text/") || type === "application/json") {
    const text = Buffer.from(data, "base64").toString("utf8");
    return { type: "document", source: { type: "text", media_type: "text/plain", data: text }, ...titled };
  }
  throw unreadable(
    "Anthropic reads files as PDF, text or images: a data URL, an https address or one of its own file ids.",
  );
}

/** Both empty where the text is no data URL of base64. */
function readDataUrl(url: string): { type: string; data: string } {
  const [head = "", data = ""] = url.slice(0, 5).toLowerCase() === "data:" ? splitAt(url.slice(5), ",") : [];
  const [type = "", ...parameters] = head.toLowerCase().split(";");
  return parameters.includes("base64") ? { type, data } : { type: "", data: "" };
}

/** By position, because a file may be megabytes long. */
function splitAt(text: string, mark: string): [string, string] | [] {
  const at = text.indexOf(mark);
  return at === -1 ? [] : [text.slice(0, at), text.slice(at + 1)];
}

function unreadable(what: string): AppError {
  return new AppError("untranslatable", `${what} Leave it out, or use another provider.`, { param: "messages" });
}
