import { z } from "zod";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptGroqBody } from "./groq/adapt-body";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { limitedSpeech } from "./openai-like/limited-speech";
import { listOpenAiModels } from "./openai-like/list-models";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";
import { timedTranscription } from "./openai-like/timed-transcription";

/** console.groq.com/docs/errors. A request larger than the minute's tokens is a 413; what the model wrote wrongly is a 400. */
const readError = createVendorErrorReader("Groq", {
  codes: {
    rate_limit_exceeded: "provider_rate_limited",
    tool_use_failed: "provider_bad_response",
    json_validate_failed: "provider_bad_response",
    model_decommissioned: "provider_model_missing",
    model_not_active: "provider_model_missing",
    blocked_api_access: "provider_quota_exceeded",
    spend_limit_reached: "provider_quota_exceeded",
  },
  statuses: { 498: "provider_rate_limited" },
});

const windows = z.object({
  context_window: z.number().int().positive().nullish().catch(undefined),
  max_completion_tokens: z.number().int().positive().nullish().catch(undefined),
});

export const groq: ProviderDefinition = {
  id: "groq",
  order: 200,
  group: "host",
  label: { en: "Groq", zh: "Groq" },
  description: {
    en: "Open models, transcription and speech on Groq's own hardware, very fast.",
    zh: "基于 Groq 自研硬件的高速开源模型、语音识别与语音合成。",
  },
  website: "https://groq.com",
  keyUrl: "https://console.groq.com/keys",
  defaultBaseUrl: "https://api.groq.com/openai/v1",
  fields: [{ ...apiKeyField, placeholder: "gsk_…" }, baseUrlField],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels((model) => {
    const { context_window: contextWindow, max_completion_tokens: maxOutputTokens } = windows.parse(model);
    return { ...(contextWindow ? { contextWindow } : {}), ...(maxOutputTokens ? { maxOutputTokens } : {}) };
  }),
  llm: openAiChat({ readError, adapt: adaptGroqBody }),
  // console.groq.com/docs/text-to-speech: Orpheus makes wav.
  tts: limitedSpeech({ vendor: "Groq", formats: ["wav", "mp3", "flac"], ignored: ["instructions", "stream_format"] }),
  speech_to_text: timedTranscription("Groq"),
};
