import { AppError } from "@/lib/contracts/errors";
import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import { isRecord, readString } from "@/server/gateway/providers/wire/json-value";
import type { TranscriptionCapability } from "@/server/gateway/spec/transcription";

/** docs.cohere.com/reference/create-audio-transcription: text alone, and the language has to be named. It reports no usage. */
export const cohereTranscription: TranscriptionCapability = {
  async transcribe(request, context) {
    const { file, language, temperature, prompt, response_format: format = "json" } = request;
    if (format !== "json" && format !== "text")
      throw untranslatable("Cohere", `A transcript as "${format}"`, "response_format");
    if (!language)
      throw new AppError(
        "untranslatable",
        'Cohere has to be told the language that is spoken. Send it as "language", in two letters such as "en".',
        { param: "language" },
      );
    const form = new FormData();
    form.set("model", context.modelId);
    form.set("language", language);
    if (temperature !== undefined) form.set("temperature", String(temperature));
    form.set("file", file, file.name === "" ? "audio" : file.name);
    const { body } = await context.http.json({ path: "/v2/audio/transcriptions", form });
    const text = isRecord(body) ? readString(body, "text") : undefined;
    if (text === undefined)
      throw new AppError(
        "provider_bad_response",
        "Cohere's answer holds no transcript. Check that the model transcribes speech.",
      );
    const warnings = prompt ? ['"prompt" was left out: Cohere does not take it for transcripts.'] : [];
    return { model: context.modelId, text, language, warnings };
  },
};
