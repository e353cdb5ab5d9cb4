import { createHash } from "node:crypto";

/**
 * What makes two requests the same: method, address and body, byte for byte. The boundary of a form is left out, because clients draw a new one
 * for each try of the same call.
 */
export function fingerprintRequest(
  method: string,
  target: string,
  contentType: string | undefined,
  body: Buffer,
): string {
  const hash = createHash("sha256").update(`${method} ${target}\n`);
  const boundary = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? "");
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return hash.update(body).digest("hex");
  return hash.update(body.toString("latin1").replaceAll(mark, ""), "latin1").digest("hex");
}
