import type { TestProvider } from "@/server/gateway/testing/start-test-gateway";
import { askChat } from "./dialects/ask-chat";
import { askCohere } from "./dialects/ask-cohere";
import { askContent } from "./dialects/ask-content";
import { askConverse } from "./dialects/ask-converse";
import { askMessages } from "./dialects/ask-messages";
import { API_KEY } from "./dialects/post";
import type { Question } from "./jobs";
import type { Outcome } from "./outcome";

/** A kind of upstream: how Sluice is told of it, and how it is asked without Sluice, in its own dialect by hand. */
export interface Family {
  name: string;
  provider: string;
  modelId: string;
  values(upstreamUrl: string): Record<string, string>;
  ask(upstreamUrl: string, question: Question): Promise<Outcome>;
}

export const FAMILIES: readonly Family[] = [
  {
    name: "openai",
    provider: "openai",
    modelId: "gpt-5-mini",
    values: (url) => ({ base_url: `${url}/v1`, api_key: API_KEY }),
    ask: (url, question) => askChat(`${url}/v1/chat/completions`, "gpt-5-mini", question),
  },
  {
    name: "an openai-compatible server",
    provider: "openai-compatible",
    modelId: "my-model",
    values: (url) => ({ base_url: `${url}/v1` }),
    ask: (url, question) => askChat(`${url}/v1/chat/completions`, "my-model", question),
  },
  {
    name: "anthropic",
    provider: "anthropic",
    modelId: "claude-sonnet-5",
    values: (url) => ({ base_url: `${url}/v1`, api_key: API_KEY }),
    ask: (url, question) => askMessages(`${url}/v1/messages`, "claude-sonnet-5", question),
  },
  {
    name: "gemini",
    provider: "gemini",
    modelId: "gemini-2.5-flash",
    values: (url) => ({ base_url: `${url}/v1beta`, api_key: API_KEY }),
    ask: (url, question) => askContent(`${url}/v1beta/models/gemini-2.5-flash:generateContent`, question),
  },
  {
    name: "vertex",
    provider: "vertex",
    modelId: "gemini-2.5-pro",
    values: (url) => ({ base_url: `${url}/v1`, api_key: API_KEY, project: "my-project", location: "us-central1" }),
    ask: (url, question) =>
      askContent(
        `${url}/v1/projects/my-project/locations/us-central1/publishers/google/models/gemini-2.5-pro:generateContent`,
        question,
      ),
  },
  {
    name: "bedrock",
    provider: "bedrock",
    modelId: "anthropic.claude-sonnet-4-5-20250929-v1:0",
    values: (url) => ({
      base_url: url,
      region: "us-east-1",
      access_key_id: "AKIDEXAMPLE",
      secret_access_key: "any-secret-0123456789",
    }),
    ask: (url, question) => askConverse(`${url}/model/anthropic.claude-sonnet-4-5-20250929-v1:0/converse`, question),
  },
  {
    name: "cohere",
    provider: "cohere",
    modelId: "command-a-03-2025",
    values: (url) => ({ base_url: url, api_key: API_KEY }),
    ask: (url, question) => askCohere(`${url}/v2/chat`, "command-a-03-2025", question),
  },
  {
    name: "azure",
    provider: "azure-openai",
    modelId: "my-deployment",
    // The mock knows the addresses by deployment only, which a dated version chooses.
    values: (url) => ({ base_url: url, api_key: API_KEY, api_version: "2024-10-21" }),
    ask: (url, question) =>
      askChat(
        `${url}/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21`,
        "my-deployment",
        question,
      ),
  },
  {
    name: "ollama",
    provider: "ollama",
    modelId: "llama3.2",
    values: (url) => ({ base_url: `${url}/v1` }),
    ask: (url, question) => askChat(`${url}/v1/chat/completions`, "llama3.2", question),
  },
];

/** The families as Sluice is told of them. */
export function providersAt(upstreamUrl: string): TestProvider[] {
  return FAMILIES.map(({ provider, modelId, values }) => ({
    id: provider,
    provider,
    values: values(upstreamUrl),
    models: [{ modelId }],
  }));
}
