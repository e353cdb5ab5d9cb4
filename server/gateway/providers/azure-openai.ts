import { listAzureModels } from "./azure-openai/list-models";
import { azureRoute } from "./azure-openai/route";
import { openAiChat } from "./openai-like/chat";
import { openAiCompletions } from "./openai-like/completions";
import { openAiEmbedding } from "./openai-like/embedding";
import { apiKeyField, baseUrlField } from "./openai-like/fields";
import { openAiBody } from "./openai-like/openai-body";
import { createErrorReader } from "./openai-like/read-error";
import { openAiResponses } from "./openai-like/responses";
import { openAiSpeech } from "./openai-like/speech";
import { openAiTranscription } from "./openai-like/transcription";
import { withNatives } from "./openai-like/with-natives";
import { routeRequests } from "./wire/route-requests";

const readError = createErrorReader("Azure OpenAI");

/** A model's id is the name of its deployment. */
export const azureOpenai = routeRequests(
  {
    id: "azure-openai",
    order: 50,
    group: "cloud",
    label: { en: "Azure OpenAI", zh: "Azure OpenAI" },
    description: {
      en: "Models deployed in your own Azure resource: chat, embeddings, speech and transcription.",
      zh: "部署在自有 Azure 资源中的模型：对话、嵌入、语音合成与识别。",
    },
    website: "https://learn.microsoft.com/azure/ai-foundry/openai",
    keyUrl: "https://portal.azure.com",
    fields: [
      {
        ...baseUrlField,
        label: { en: "Endpoint", zh: "终结点" },
        placeholder: "https://my-resource.openai.azure.com",
        help: {
          en: "The resource's endpoint, as the Azure portal shows it beside the keys.",
          zh: "资源的终结点，见 Azure 门户中密钥所在页面。",
        },
        isRequired: true,
      },
      apiKeyField,
      {
        name: "api_version",
        kind: "text",
        label: { en: "API version", zh: "API 版本" },
        help: {
          en: "Leave blank for the current v1 API. A date such as 2024-10-21 uses the older addresses by deployment.",
          zh: "留空则使用当前的 v1 接口；填写日期版本（如 2024-10-21）则使用旧的按部署区分的地址。",
        },
        placeholder: "2024-10-21",
        isRequired: false,
      },
    ],
    headers: ({ apiKey }): Record<string, string> => (apiKey === undefined ? {} : { "api-key": apiKey.reveal() }),
    readError,
    listModels: listAzureModels,
    llm: withNatives(
      openAiChat({ readError, translate: openAiBody }),
      openAiResponses({ readError }),
      openAiCompletions({ readError }),
    ),
    text_embedding: openAiEmbedding(),
    tts: openAiSpeech(),
    speech_to_text: openAiTranscription(),
  },
  azureRoute,
);
