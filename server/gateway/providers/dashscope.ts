import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptDashscopeBody } from "./dashscope/adapt-body";
import { dashscopeRerank } from "./dashscope/rerank";
import { openAiChat } from "./openai-like/chat";
import { apiKeyField, baseUrlField, bearerHeaders } from "./openai-like/fields";
import { limitedEmbedding } from "./openai-like/limited-embedding";
import { listOpenAiModels } from "./openai-like/list-models";
import { createVendorErrorReader } from "./openai-like/read-vendor-error";

/** help.aliyun.com/en/model-studio/error-code: `insufficient_quota` is the minute's tokens, not the account's money. */
const readError = createVendorErrorReader("Alibaba Cloud Model Studio", {
  codes: {
    Arrearage: "provider_quota_exceeded",
    "AllocationQuota.FreeTierOnly": "provider_quota_exceeded",
    "Throttling.RateQuota": "provider_rate_limited",
    "Throttling.AllocationQuota": "provider_rate_limited",
    insufficient_quota: "provider_rate_limited",
    limit_requests: "provider_rate_limited",
    data_inspection_failed: "content_filtered",
    DataInspectionFailed: "content_filtered",
    invalid_api_key: "provider_auth_failed",
    InvalidApiKey: "provider_auth_failed",
    model_not_found: "provider_model_missing",
    ModelNotFound: "provider_model_missing",
    "Model.AccessDenied": "provider_model_missing",
  },
  words: [[/range of input length should be/i, "context_too_long"]],
});

export const dashscope: ProviderDefinition = {
  id: "dashscope",
  order: 130,
  group: "vendor",
  label: { en: "Alibaba Cloud (Qwen)", zh: "阿里云百炼（通义千问）" },
  description: {
    en: "Qwen models of Alibaba Cloud Model Studio: chat, embeddings and reranking.",
    zh: "阿里云百炼平台的通义千问模型：对话、文本嵌入与重排序。",
  },
  website: "https://www.alibabacloud.com/product/modelstudio",
  keyUrl: "https://modelstudio.console.alibabacloud.com/?tab=globalset#/efm/api_key",
  defaultBaseUrl: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
  fields: [
    { ...apiKeyField, placeholder: "sk-…" },
    {
      ...baseUrlField,
      placeholder: "https://dashscope.aliyuncs.com/compatible-mode/v1",
      help: {
        en: "Leave blank for the international service (https://dashscope-intl.aliyuncs.com/compatible-mode/v1). Keys of the service in China need https://dashscope.aliyuncs.com/compatible-mode/v1; a workspace's own domain works too.",
        zh: "国际站（https://dashscope-intl.aliyuncs.com/compatible-mode/v1）留空即可；中国站的密钥请填写 https://dashscope.aliyuncs.com/compatible-mode/v1，也可填写业务空间专属域名。",
      },
    },
  ],
  headers: bearerHeaders,
  readError,
  listModels: listOpenAiModels(),
  llm: openAiChat({ readError, adapt: adaptDashscopeBody }),
  // www.alibabacloud.com/help/en/model-studio/embedding-interfaces-compatible-with-openai: ten texts at once, always numbers.
  text_embedding: limitedEmbedding({
    vendor: "Alibaba Cloud Model Studio",
    maxInputs: 10,
    body: ({ encoding_format: _encoding, user: _user, ...body }) => body,
  }),
  rerank: dashscopeRerank,
};
