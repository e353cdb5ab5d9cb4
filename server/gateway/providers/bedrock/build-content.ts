import { AppError } from "@/lib/contracts/errors";
import { lookUp } from "@/lib/look-up";
import { type JsonRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";

type ContentPart = Exclude<ChatMessage["content"], string | null | undefined>[number];

const DOCUMENT_FORMATS: Record<string, string> = {
  "application/pdf": "pdf",
  "text/csv": "csv",
  "application/msword": "doc",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.ms-excel": "xls",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "text/html": "html",
  "text/plain": "txt",
  "text/markdown": "md",
};
const IMAGE_FORMATS = ["png", "jpeg", "gif", "webp"];

/** A message's content as Converse blocks; none for blank text, which Bedrock refuses. Throws `untranslatable` for what it can't read. */
export function buildContent(content: ChatMessage["content"]): JsonRecord[] {
  if (typeof content === "string") return content.trim() === "" ? [] : [{ text: content }];
  return (content ?? []).flatMap((part) => {
    const block = buildBlock(part);
    return block === undefined ? [] : [block, ...buildCachePoint(part)];
  });
}

/** What stands behind content that the client wants cached: docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html. */
export function buildCachePoint(marked: JsonRecord): JsonRecord[] {
  const mark = readRecord(marked, "cache_control");
  if (mark === undefined) return [];
  return [{ cachePoint: { type: "default", ...(mark.ttl === "1h" ? { ttl: "1h" } : {}) } }];
}

function buildBlock(part: ContentPart): JsonRecord | undefined {
  switch (part.type) {
    case "text":
    case "refusal": {
      const text = readString(part, "text") ?? readString(part, "refusal") ?? "";
      return text.trim() === "" ? undefined : { text };
    }
    case "image_url": {
      const image = readRecord(part, "image_url");
      return buildImage((image === undefined ? readString(part, "image_url") : readString(image, "url")) ?? "");
    }
    case "input_audio": {
      const audio = readRecord(part, "input_audio") ?? {};
      return {
        audio: { format: readString(audio, "format") ?? "wav", source: { bytes: readString(audio, "data") ?? "" } },
      };
    }
    case "file":
      return buildDocument(readRecord(part, "file") ?? {});
    default:
      throw unreadable(`Amazon Bedrock can't read a message part of type "${part.type.slice(0, 60)}".`);
  }
}

function buildImage(url: string): JsonRecord {
  const { type, data } = readDataUrl(url);
  const format = type === "image/jpg" ? "jpeg" : type.slice("image/".length);
  if (!type.startsWith("image/") || !IMAGE_FORMATS.includes(format))
    throw unreadable("Amazon Bedrock reads images only as data URLs of PNG, JPEG, GIF or WebP, not from an address.");
  return { image: { format, source: { bytes: data } } };
}

function buildDocument(file: JsonRecord): JsonRecord {
  const url = readString(file, "file_data") ?? "";
  const { type, data } = readDataUrl(url);
  if (type.startsWith("image/")) return buildImage(url);
  const format = lookUp(DOCUMENT_FORMATS, type);
  if (format === undefined)
    throw unreadable("Amazon Bedrock reads files only as data URLs of PDF, text, HTML, CSV, Word or Excel.");
  return { document: { format, name: cleanName(readString(file, "filename") ?? "document"), source: { bytes: data } } };
}

/** docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html: letters, digits, single blanks, hyphens, brackets. */
function cleanName(name: string): string {
  const clean = name
    .replace(/[^a-zA-Z0-9\s()[\]-]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
  return clean.slice(0, 200) || "document";
}

/** Both empty where the text is no data URL of base64. Found by position, because a file may be megabytes long. */
function readDataUrl(url: string): { type: string; data: string } {
  const comma = url.indexOf(",");
  const [type = "", ...parameters] = url.slice(5, Math.max(5, comma)).toLowerCase().split(";");
  const isData = url.slice(0, 5).toLowerCase() === "data:" && parameters.includes("base64");
  return isData ? { type, data: url.slice(comma + 1) } : { type: "", data: "" };
}

function unreadable(what: string): AppError {
  return new AppError("untranslatable", `${what} Send it in such a form, or use another provider.`, {
    param: "messages",
  });
}
