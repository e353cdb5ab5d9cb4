import { ChatAnthropic } from "@langchain/anthropic";
import { describeClient } from "./describe-client";
import { langchainClient } from "./langchain";

describeClient(
  langchainClient(
    "langchain ChatAnthropic",
    // It adds the counts of `message_start` to the final ones of `message_delta`, of which it leaves out the input.
    false,
    ({ url, apiKey, model }) =>
      new ChatAnthropic({ model, apiKey, anthropicApiUrl: url, maxTokens: 500, maxRetries: 0 }),
  ),
);
