import { cohereChat } from "./cohere/chat";
import { cohereEmbedding } from "./cohere/embedding";
import { listCohereModels } from "./cohere/list-models";
import { readCohereError } from "./cohere/read-error";
import { cohereRerank } from "./cohere/rerank";
import { cohereTranscription } from "./cohere/transcription";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { routeRequests } from "./wire/route-requests";

/** Its own API, v2, whose paths carry the version; a base URL that names one already is taken too. */
export const cohere = routeRequests(
  {
    id: "cohere",
    order: 70,
    group: "vendor",
    label: { en: "Cohere", zh: "Cohere" },
    description: {
      en: "Command models for chat and tools, embeddings, rerankers and transcription.",
      zh: "Command 系列模型：对话与工具调用，以及文本嵌入、重排序与语音识别。",
    },
    website: "https://cohere.com",
    keyUrl: "https://dashboard.cohere.com/api-keys",
    defaultBaseUrl: "https://api.cohere.com",
    fields: [apiKeyField, baseUrlField],
    headers: bearerHeaders,
    readError: readCohereError,
    listModels: listCohereModels,
    llm: cohereChat,
    text_embedding: cohereEmbedding,
    rerank: cohereRerank,
    speech_to_text: cohereTranscription,
  },
  (request, { credentials }) => ({
    ...request,
    baseUrl: credentials.baseUrl.replace(/(\/compatibility)?\/v[12]$/, ""),
  }),
);
