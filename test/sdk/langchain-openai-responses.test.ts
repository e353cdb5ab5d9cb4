import { ChatOpenAI } from "@langchain/openai";
import { describeClient } from "./describe-client";
import { langchainClient } from "./langchain";

describeClient(
  langchainClient(
    "langchain ChatOpenAI over Responses",
    true,
    ({ url, apiKey, model }) =>
      new ChatOpenAI({
        model,
        apiKey,
        configuration: { baseURL: `${url}/v1` },
        maxRetries: 0,
        useResponsesApi: true,
      }),
  ),
);
