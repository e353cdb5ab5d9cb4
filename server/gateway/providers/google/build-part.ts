import { AppError } from "@/lib/contracts/errors";
import { lookUp } from "@/lib/look-up";
import { isRecord, type JsonRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";

/** One part of a Gemini content (ai.google.dev/api/caching#Part). */
export type GeminiPart = JsonRecord;
type ContentPart = Exclude<ChatMessage["content"], string | null | undefined>[number];

export const CACHE_LEFT_OUT = "cache_control was left out: Gemini decides itself what it caches.";
const FILE_SERVICE = "https://generativelanguage.googleapis.com/v1beta";
const TYPE_OF_EXTENSION: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  heic: "image/heic",
  heif: "image/heif",
  pdf: "application/pdf",
  txt: "text/plain",
  md: "text/markdown",
  csv: "text/csv",
  html: "text/html",
  mp3: "audio/mp3",
  wav: "audio/wav",
  mp4: "video/mp4",
  mov: "video/mov",
  webm: "video/webm",
};

/** The content of a message as parts. Empty texts are dropped: Gemini refuses them. Throws `untranslatable` for what would vanish. */
export function buildParts(content: ChatMessage["content"], warnings: string[]): GeminiPart[] {
  if (typeof content === "string") return content === "" ? [] : [{ text: content }];
  return (content ?? []).flatMap((part) => buildPart(part, warnings));
}

function buildPart(part: ContentPart, warnings: string[]): GeminiPart[] {
  if (isRecord(part.cache_control)) warnOnce(warnings, CACHE_LEFT_OUT);
  switch (part.type) {
    case "text":
    case "refusal": {
      const text = readString(part, "text") ?? readString(part, "refusal") ?? "";
      return text === "" ? [] : [{ text }];
    }
    case "image_url": {
      const image = readRecord(part, "image_url") ?? { url: part.image_url };
      if (image.detail === "low" || image.detail === "high")
        warnOnce(warnings, `The image detail "${image.detail}" was left out: Gemini does not take it.`);
      return [mediaPart(readString(image, "url") ?? "", part.type, "image/jpeg")];
    }
    case "video_url":
      return [mediaPart(readString(readRecord(part, "video_url") ?? {}, "url") ?? "", part.type, "video/mp4")];
    case "input_audio": {
      const audio = readRecord(part, "input_audio") ?? {};
      const data = readString(audio, "data");
      if (data === undefined) throw unusable(part.type, "it holds no data");
      return [{ inlineData: { mimeType: `audio/${readString(audio, "format") ?? "wav"}`, data } }];
    }
    case "file":
      return [filePart(readRecord(part, "file") ?? {})];
    default:
      throw unusable(part.type, "Gemini knows no such part");
  }
}

function filePart(file: JsonRecord): GeminiPart {
  const name = readString(file, "filename") ?? "";
  const data = readString(file, "file_data");
  if (data !== undefined) return mediaPart(data, "file", typeOf(name) ?? "application/pdf");
  const uri = readString(file, "file_url") ?? readString(file, "file_id") ?? "";
  return mediaPart(uri, "file", typeOf(name) ?? "application/pdf");
}

/** Bytes from a data URL, or a file by its address: on the web, on Google's file service, in Cloud Storage. */
function mediaPart(url: string, partType: string, usualType: string): GeminiPart {
  const [, mimeType, data] = /^data:([^;,]+)[^,]*;base64,(.+)$/s.exec(url) ?? [];
  if (mimeType !== undefined) return { inlineData: { mimeType, data } };
  // A file's name on Google's own file service, which knows its type.
  if (/^files\/[a-z0-9-]+$/.test(url)) return { fileData: { fileUri: `${FILE_SERVICE}/${url}` } };
  if (/^(https?|gs):\/\//i.test(url)) return { fileData: { mimeType: typeOf(url) ?? usualType, fileUri: url } };
  throw unusable(partType, "it is neither a base64 data URL nor an https:// or gs:// address");
}

function typeOf(name: string): string | undefined {
  const [, extension] = /\.([a-z0-9]{2,4})(?:[?#].*)?$/i.exec(name) ?? [];
  return lookUp(TYPE_OF_EXTENSION, extension?.toLowerCase() ?? "");
}

function unusable(type: string, why: string): AppError {
  return new AppError(
    "untranslatable",
    `A message part of type "${type.slice(0, 40)}" can't be sent to Gemini: ${why}. Send it in another form, or choose another model.`,
    { param: "messages" },
  );
}

export function warnOnce(warnings: string[], sentence: string): void {
  if (!warnings.includes(sentence)) warnings.push(sentence);
}
