import { AppError } from "@/lib/contracts/errors";
import type { Caller, Gateway } from "@/server/gateway";
import { transcriptionFields } from "@/server/gateway/spec/transcription";
import type { Exchange } from "@/server/http/exchange";
import { checkShape, readBody } from "@/server/http/read-body";
import { setReceiptHeaders, writeJson } from "@/server/http/write-answer";
import { toSubtitles } from "./to-subtitles";

/** OpenAI takes files of up to 25 MB; a little more for the form around one. */
const MAX_BODY_BYTES = 26_500_000;

/** `POST /v1/audio/transcriptions` with its five response formats. */
export async function audioTranscriptions(
  gateway: Gateway,
  caller: Caller,
  { req, res, requestId, signal }: Exchange,
): Promise<void> {
  const form = await readForm(req.headers["content-type"], await readBody(req, MAX_BODY_BYTES));
  const file = form.get("file");
  if (!(file instanceof File))
    throw new AppError("invalid_request", 'The form carries no audio: add it as the file field "file".', {
      param: "file",
    });
  const fields = checkShape(
    transcriptionFields,
    Object.fromEntries([...form].filter(([, value]) => typeof value === "string")),
  );
  const { result, receipt } = await gateway.transcribe(caller, { ...fields, file }, { requestId, signal });
  setReceiptHeaders(res, receipt);
  const format = fields.response_format ?? "json";
  if (format === "json") return writeJson(res, 200, result.raw ?? { text: result.text });
  if (format === "verbose_json") {
    return writeJson(
      res,
      200,
      result.raw ?? {
        task: "transcribe",
        language: result.language ?? null,
        duration: result.durationMs === undefined ? null : result.durationMs / 1000,
        text: result.text,
        segments: (result.segments ?? []).map((segment, id) => ({
          id,
          start: segment.startMs / 1000,
          end: segment.endMs / 1000,
          text: segment.text,
        })),
      },
    );
  }
  res.writeHead(200, { "content-type": format === "vtt" ? "text/vtt; charset=utf-8" : "text/plain; charset=utf-8" });
  res.end(format === "text" ? `${result.text}\n` : toSubtitles(result, format));
}

async function readForm(contentType: string | undefined, body: Buffer): Promise<FormData> {
  if (!contentType?.startsWith("multipart/form-data")) {
    throw new AppError("invalid_request", 'Send the audio as multipart/form-data with the fields "file" and "model".');
  }
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
