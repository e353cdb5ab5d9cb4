import { z } from "zod";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import type { Translation } from "@/server/http/chat/translation";

type Content = NonNullable<ChatMessage["content"]>;
type Part = Exclude<Content, string>[number];

const text = z.looseObject({ text: z.string() });
const refusal = z.looseObject({ refusal: z.string() });
const image = z.looseObject({ image_url: z.string().nullish(), detail: z.string().nullish() });
const audio = z.looseObject({ input_audio: z.looseObject({ data: z.string(), format: z.string() }) });
const file = z.looseObject({
  file_data: z.string().nullish(),
  file_url: z.string().nullish(),
  filename: z.string().nullish(),
});

/** The content of an item or of a tool's output as neutral content: plain text where it is nothing else. `param` is where it stands in the request. */
export function toContent(content: unknown, param: string, translation: Translation): Content {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) {
    translation.misread(param, "send a string or a list of parts");
    return "";
  }
  const parts = content.flatMap((part, index) => toPart(part, `${param}.${index}`, translation) ?? []);
  const [only] = parts;
  const isPlain = parts.length === 1 && only?.type === "text" && Object.keys(only).length === 2;
  return isPlain && typeof only.text === "string" ? only.text : parts;
}

function toPart(value: unknown, param: string, translation: Translation): Part | undefined {
  const part = read(z.looseObject({ type: z.string() }), value, param, translation);
  const neutral = part && translate(part.type, part, param, translation);
  return part && neutral && { ...neutral, ...cacheMark(part) };
}

function translate(type: string, part: unknown, param: string, translation: Translation): Part | undefined {
  switch (type) {
    case "input_text":
    case "output_text":
    case "text": {
      const known = read(text, part, param, translation);
      return known && { type: "text", text: known.text };
    }
    case "refusal": {
      const known = read(refusal, part, param, translation);
      return known && { type: "text", text: known.refusal };
    }
    case "input_image": {
      const known = read(image, part, param, translation);
      if (!known?.image_url) return void refuseFileId(param, translation);
      const { image_url: url, detail } = known;
      return { type: "image_url", image_url: { url, ...(detail && detail !== "original" ? { detail } : {}) } };
    }
    case "input_audio": {
      const known = read(audio, part, param, translation);
      return known && { type: "input_audio", input_audio: known.input_audio };
    }
    case "input_file": {
      const known = read(file, part, param, translation);
      const source = known?.file_data
        ? { file_data: asDataUrl(known.file_data) }
        : known?.file_url && { file_url: known.file_url };
      if (!known || !source) return void refuseFileId(param, translation);
      return { type: "file", file: { ...source, ...(known.filename ? { filename: known.filename } : {}) } };
    }
    default:
      return void translation.refuse(param, `is a part of the type "${type}", which this model can't be sent.`);
  }
}

/** OpenAI takes bare base64 for a PDF as well. */
function asDataUrl(data: string): string {
  return data.startsWith("data:") ? data : `data:application/pdf;base64,${data}`;
}

function refuseFileId(param: string, translation: Translation): void {
  translation.refuse(param, "names a file that is kept at OpenAI. Send its content or its URL instead.");
}

/** A breakpoint of OpenAI's prompt cache is what Anthropic's `cache_control` marks. */
function cacheMark(part: Record<string, unknown>): Record<string, unknown> {
  if (part.cache_control !== undefined) return { cache_control: part.cache_control };
  return part.prompt_cache_breakpoint ? { cache_control: { type: "ephemeral" } } : {};
}

/** The value as the schema has it; else notes which field is wrong. */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  param: string,
  translation: Translation,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  translation.misread([param, ...(issue?.path ?? [])].join("."), issue?.message ?? "it has another shape");
  return undefined;
}
