import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { openAiChat } from "./openai-like/chat";
import { openAiCompletions } from "./openai-like/completions";
import { openAiEmbedding } from "./openai-like/embedding";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { listOpenAiModels } from "./openai-like/list-models";
import { openAiBody } from "./openai-like/openai-body";
import { createErrorReader } from "./openai-like/read-error";
import { openAiResponses } from "./openai-like/responses";
import { openAiSpeech } from "./openai-like/speech";
import { openAiTranscription } from "./openai-like/transcription";
import { withNatives } from "./openai-like/with-natives";

const readError = createErrorReader("OpenAI");

/** platform.openai.com/docs/deprecations: what is left of the models that complete text; all others answer chats only. */
const COMPLETION_MODELS = /^(ft:)?(gpt-3\.5-turbo-instruct|davinci-002|babbage-002)/;

export const openai: ProviderDefinition = {
  id: "openai",
  order: 10,
  group: "vendor",
  label: { en: "OpenAI", zh: "OpenAI" },
  description: {
    en: "GPT models, embeddings, speech and transcription.",
    zh: "GPT 系列模型、文本嵌入、语音合成与语音识别。",
  },
  website: "https://platform.openai.com",
  keyUrl: "https://platform.openai.com/api-keys",
  defaultBaseUrl: "https://api.openai.com/v1",
  fields: [
    { ...apiKeyField, placeholder: "sk-…" },
    baseUrlField,
    {
      name: "organization",
      kind: "text",
      label: { en: "Organization ID", zh: "组织 ID" },
      help: { en: "Only if the key belongs to several organizations.", zh: "仅当密钥属于多个组织时填写。" },
      placeholder: "org-…",
      isRequired: false,
    },
    {
      name: "project",
      kind: "text",
      label: { en: "Project ID", zh: "项目 ID" },
      help: { en: "Only to charge a certain project.", zh: "仅在需要计入特定项目时填写。" },
      placeholder: "proj_…",
      isRequired: false,
    },
  ],
  headers(credentials) {
    const headers = bearerHeaders(credentials);
    const { organization, project } = credentials.settings;
    if (organization) headers["openai-organization"] = organization;
    if (project) headers["openai-project"] = project;
    return headers;
  },
  readError,
  listModels: listOpenAiModels(),
  llm: withNatives(
    openAiChat({ readError, translate: openAiBody }),
    openAiResponses({ readError }),
    openAiCompletions({ readError, isOffered: (modelId) => COMPLETION_MODELS.test(modelId) }),
  ),
  text_embedding: openAiEmbedding(),
  tts: openAiSpeech(),
  speech_to_text: openAiTranscription(),
};
