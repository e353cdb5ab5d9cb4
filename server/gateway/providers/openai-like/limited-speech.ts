import type { SPEECH_FORMATS, SpeechCapability, SpeechRequest } from "@/server/gateway/spec/speech";
import { openAiSpeech } from "./speech";
import { untranslatable } from "./untranslatable";

type SpeechFormat = (typeof SPEECH_FORMATS)[number];

export interface SpeechLimits {
  /** For sentences: "Groq". */
  vendor: string;
  /** What it can make; the first is asked for where the client names none. */
  formats: readonly [SpeechFormat, ...SpeechFormat[]];
  /** Hints it does not take. */
  ignored?: readonly string[];
}

/** OpenAI's speech at vendors that make fewer formats. A format asked for by name that can't be made is `untranslatable`. */
export function limitedSpeech({ vendor, formats, ignored = [] }: SpeechLimits): SpeechCapability {
  const speech = openAiSpeech();
  return {
    async speak(request, context) {
      const warnings: string[] = [];
      const wanted = request.response_format ?? undefined;
      if (wanted !== undefined && !formats.includes(wanted))
        throw untranslatable(vendor, `The audio format "${wanted}"`, "response_format");
      if (wanted === undefined && formats[0] !== "mp3")
        warnings.push(`The audio comes as ${formats[0]}: ${vendor} makes no mp3 of it.`);
      const adapted: SpeechRequest = { ...request, response_format: wanted ?? formats[0] };
      for (const name of ignored) {
        if (adapted[name] !== undefined && adapted[name] !== null)
          warnings.push(`"${name}" was left out: ${vendor} does not take it.`);
        delete adapted[name];
      }
      const result = await speech.speak(adapted, context);
      return { ...result, warnings: [...warnings, ...result.warnings] };
    },
  };
}
