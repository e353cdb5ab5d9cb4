import { rerankLikeJina } from "@/server/gateway/providers/openai-like/rerank";

/** www.alibabacloud.com/help/en/model-studio/rerank: beside the other endpoints, under a name of its own. */
export const dashscopeRerank = rerankLikeJina({
  path: "/reranks",
  baseUrl: (baseUrl) => baseUrl.replace("/compatible-mode/", "/compatible-api/"),
});
