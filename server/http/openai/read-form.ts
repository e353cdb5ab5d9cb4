import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/contracts/errors";
import { readBody } from "@/server/http/read-body";

/** A multipart form with a recording in the field "file"; of the others, one sent several times is a list. Throws `invalid_request`. */
export async function readForm(
  req: IncomingMessage,
  maxBytes: number,
): Promise<{ file: File; fields: Record<string, unknown> }> {
  const contentType = req.headers["content-type"];
  if (!contentType?.toLowerCase().startsWith("multipart/form-data")) {
    throw new AppError("invalid_request", 'Send the audio as multipart/form-data with the fields "file" and "model".');
  }
  const form = await parseForm(contentType, await readBody(req, maxBytes));
  const file = form.get("file");
  if (!(file instanceof File))
    throw new AppError("invalid_request", 'The form carries no audio: add it as the file field "file".', {
      param: "file",
    });
  const fields = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (typeof value !== "string") continue;
    const known = fields.get(name);
    if (known === undefined) fields.set(name, [value]);
    else known.push(value);
  }
  return {
    file,
    fields: Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values])),
  };
}

async function parseForm(contentType: string, body: Buffer<ArrayBufferLike>): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  } catch (cause) {
    throw new AppError(
      "invalid_request",
      "The multipart form can't be read: its boundary or a part's header is broken.",
      {},
      { cause },
    );
  }
}
