import { describe, expect, it } from "vitest";
import { findProvider, PROVIDERS } from "@/server/gateway/providers/registry";
import { previewUrl } from "./preview-url";

async function preview(id: string, values: Record<string, string> = {}) {
  const definition = findProvider(id);
  return definition && previewUrl(definition, values);
}

describe("the address shown beside a provider's form", () => {
  it.each([
    ["openai", {}, "https://api.openai.com/v1/chat/completions"],
    ["jina", {}, "https://api.jina.ai/v1/embeddings"],
    ["anthropic", { base_url: "https://proxy.example" }, "https://proxy.example/v1/messages"],
    ["anthropic", { base_url: "https://proxy.example/v1" }, "https://proxy.example/v1/messages"],
    ["ollama", { base_url: "http://gpu:11434" }, "http://gpu:11434/v1/chat/completions"],
    ["ollama", { base_url: "http://gpu/ollama" }, "http://gpu/ollama/chat/completions"],
    [
      "azure-openai",
      { base_url: "https://me.openai.azure.com" },
      "https://me.openai.azure.com/openai/v1/chat/completions",
    ],
    [
      "azure-openai",
      { base_url: "https://me.openai.azure.com", api_version: "2024-10-21" },
      "https://me.openai.azure.com/openai/deployments/{model}/chat/completions?api-version=2024-10-21",
    ],
    ["cohere", {}, "https://api.cohere.com/v2/chat"],
    ["gemini", {}, "https://generativelanguage.googleapis.com/v1beta/models/{model}:generateContent"],
    [
      "bedrock",
      { region: "eu-central-1" },
      "https://bedrock-runtime.eu-central-1.amazonaws.com/model/{model}/converse",
    ],
    [
      "vertex",
      { project: "water-works", location: "europe-west4" },
      "https://europe-west4-aiplatform.googleapis.com/v1/projects/water-works/locations/europe-west4/publishers/google/models/{model}:generateContent",
    ],
    [
      "vertex",
      {},
      "https://aiplatform.googleapis.com/v1/projects/{project}/locations/global/publishers/google/models/{model}:generateContent",
    ],
  ])("is for %s with %j %s", async (id, values, url) => expect(await preview(id, values)).toBe(url));

  it.each(PROVIDERS.filter(({ isLocal }) => !isLocal).map(({ id }) => id))("is known for %s", async (id) => {
    expect(await preview(id, { base_url: "https://host.example/v1" })).toMatch(/^https:\/\/host\.example\/./);
  });

  it.each([
    ["openai-compatible", {}],
    ["openai", { base_url: "gpu:8000" }],
    ["openai", { base_url: "ftp://host" }],
    ["bedrock", { region: "not a region" }],
  ])("is absent for %s with %j", async (id, values) => expect(await preview(id, values)).toBeUndefined());
});
