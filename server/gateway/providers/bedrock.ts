import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { authorizeBedrock } from "./bedrock/authorize";
import { bedrockChat } from "./bedrock/chat";
import { bedrockEmbedding } from "./bedrock/embedding";
import { DEFAULT_BASE_URL } from "./bedrock/endpoints";
import { listBedrockModels } from "./bedrock/list-models";
import { readBedrockError } from "./bedrock/read-error";
import { bedrockRerank } from "./bedrock/rerank";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";

export const bedrock: ProviderDefinition = {
  id: "bedrock",
  order: 54,
  group: "cloud",
  label: { en: "Amazon Bedrock", zh: "Amazon Bedrock" },
  description: {
    en: "Claude, Nova, Llama, Mistral and more in your AWS account and region.",
    zh: "在您的 AWS 账户与区域中使用 Claude、Nova、Llama、Mistral 等模型。",
  },
  website: "https://aws.amazon.com/bedrock",
  keyUrl: "https://console.aws.amazon.com/bedrock/home#/api-keys",
  defaultBaseUrl: DEFAULT_BASE_URL,
  fields: [
    {
      name: "region",
      kind: "text",
      label: { en: "AWS region", zh: "AWS 区域" },
      placeholder: "us-east-1",
      isRequired: true,
    },
    {
      ...apiKeyField,
      label: { en: "Bedrock API key", zh: "Bedrock API 密钥" },
      help: {
        en: "Either this, or an access key id with its secret access key.",
        zh: "填写此项，或填写访问密钥 ID 与秘密访问密钥。",
      },
      isRequired: false,
    },
    {
      name: "access_key_id",
      kind: "text",
      label: { en: "Access key id", zh: "访问密钥 ID" },
      isRequired: false,
    },
    {
      name: "secret_access_key",
      kind: "secret",
      label: { en: "Secret access key", zh: "秘密访问密钥" },
      isRequired: false,
    },
    {
      name: "session_token",
      kind: "secret",
      label: { en: "Session token", zh: "会话令牌" },
      help: { en: "Only for temporary access keys.", zh: "仅用于临时访问密钥。" },
      isRequired: false,
    },
    {
      ...baseUrlField,
      help: {
        en: "Leave blank for the region's own address; for a VPC endpoint or a proxy, its address.",
        zh: "留空则使用该区域的默认地址；使用 VPC 终端节点或代理时填写其地址。",
      },
    },
  ],
  headers: bearerHeaders,
  authorize: authorizeBedrock,
  readError: readBedrockError,
  listModels: listBedrockModels,
  llm: bedrockChat,
  text_embedding: bedrockEmbedding,
  rerank: bedrockRerank,
};
