import { createAnthropic } from "@ai-sdk/anthropic";
import { aiSdkClient } from "./ai-sdk";
import { describeClient } from "./describe-client";

describeClient(
  aiSdkClient("ai sdk anthropic", ({ url, apiKey, model }) => createAnthropic({ baseURL: `${url}/v1`, apiKey })(model)),
);
