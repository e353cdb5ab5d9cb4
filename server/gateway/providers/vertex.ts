import type { AppError } from "@/lib/contracts/errors";
import type { CallContext, Credentials, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { Transport } from "@/server/gateway/spec/transport";
import { readAnthropicError } from "./anthropic/read-error";
import { googleChat } from "./google/chat";
import { googleKeyHeaders } from "./google/key-headers";
import { createGoogleErrorReader } from "./google/read-error";
import { googleSpeech } from "./google/speech";
import { apiKeyField, baseUrlField } from "./openai-like/fields";
import { AccessTokens } from "./vertex/access-tokens";
import { vertexClaude } from "./vertex/claude";
import { vertexEmbedding } from "./vertex/embedding";
import { listVertexModels } from "./vertex/list-models";
import { isClaude, VERTEX_BASE_URL, vertexPlace } from "./vertex/place";
import { isKeyFile } from "./vertex/service-account";
import { isRecord } from "./wire/json-value";

const readGoogleError = createGoogleErrorReader("Vertex AI");
const tokens = new AccessTokens();

const geminiChat = googleChat({ readError, place: vertexPlace, toCountBody });
const claudeChat = vertexClaude(readError);

export const vertex: ProviderDefinition = {
  id: "vertex",
  order: 55,
  group: "cloud",
  label: { en: "Google Vertex AI", zh: "Google Vertex AI" },
  description: {
    en: "Gemini and Claude in your own Google Cloud project, with embeddings and speech.",
    zh: "在您自己的 Google Cloud 项目中使用 Gemini 与 Claude，以及文本嵌入与语音合成。",
  },
  website: "https://cloud.google.com/vertex-ai",
  keyUrl: "https://console.cloud.google.com/iam-admin/serviceaccounts",
  defaultBaseUrl: VERTEX_BASE_URL,
  fields: [
    {
      ...apiKeyField,
      label: { en: "Service account key (JSON)", zh: "服务账号密钥（JSON）" },
      help: {
        en: "The whole JSON file of a service account with the role Vertex AI User; or a Vertex AI API key.",
        zh: "具有 Vertex AI User 角色的服务账号的完整 JSON 密钥文件；也可填写 Vertex AI API 密钥。",
      },
      placeholder: '{"type": "service_account", …}',
      isMultiline: true,
    },
    {
      name: "project",
      kind: "text",
      label: { en: "Project ID", zh: "项目 ID" },
      help: { en: "Leave blank for the project of the service account.", zh: "留空则使用服务账号所属的项目。" },
      placeholder: "my-project-123",
      isRequired: false,
    },
    {
      name: "location",
      kind: "text",
      label: { en: "Location", zh: "区域" },
      help: { en: "Where requests are processed; blank for global.", zh: "处理请求的区域；留空为 global。" },
      placeholder: "us-central1",
      isRequired: false,
    },
    baseUrlField,
  ],
  headers: (credentials) => (hasKeyFile(credentials) ? {} : googleKeyHeaders(credentials)),
  async authorize(_outgoing, credentials, http): Promise<Record<string, string>> {
    return hasKeyFile(credentials) ? bearer(credentials, http) : {};
  },
  readError,
  listModels: listVertexModels,
  llm: {
    complete: (request, context) => chatOf(context).complete(request, context),
    stream: (request, context) => chatOf(context).stream(request, context),
    countTokens: (request, context) => chatOf(context).countTokens(request, context),
  },
  text_embedding: vertexEmbedding,
  tts: googleSpeech(vertexPlace),
};

/** Claude speaks through with its own errors; all before it are Google's. */
function readError(answer: { status: number; body: unknown }): AppError {
  return isRecord(answer.body) && answer.body.type === "error" ? readAnthropicError(answer) : readGoogleError(answer);
}

function chatOf({ modelId }: CallContext): typeof geminiChat {
  return isClaude(modelId) ? claudeChat : geminiChat;
}

/** `countTokens` takes these parts of the body only (docs.cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.publishers.models/countTokens). */
function toCountBody({ contents, systemInstruction, tools, generationConfig }: Record<string, unknown>) {
  return { contents, systemInstruction, tools, generationConfig };
}

function hasKeyFile({ apiKey }: Credentials): boolean {
  return apiKey !== undefined && isKeyFile(apiKey);
}

async function bearer({ apiKey }: Credentials, http: Transport): Promise<Record<string, string>> {
  if (apiKey === undefined) return {};
  return { authorization: `Bearer ${await tokens.tokenFor(apiKey, http)}` };
}
