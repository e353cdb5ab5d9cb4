import { createOpenAI } from "@ai-sdk/openai";
import { aiSdkClient } from "./ai-sdk";
import { describeClient } from "./describe-client";

describeClient(
  aiSdkClient("ai sdk openai.chat", ({ url, apiKey, model }) =>
    createOpenAI({ baseURL: `${url}/v1`, apiKey }).chat(model),
  ),
);
