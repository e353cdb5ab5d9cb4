import { describe, expect, it } from "vitest";
import { previewRequestUrl, warnAboutAddress } from "./request-url";

const vllm = { id: "openai-compatible", modelTypes: ["llm" as const], defaultBaseUrl: null };
const anthropic = { id: "anthropic", modelTypes: ["llm" as const], defaultBaseUrl: "https://api.anthropic.com/v1" };
const jina = { id: "jina", modelTypes: ["text_embedding" as const], defaultBaseUrl: "https://api.jina.ai/v1" };

describe("the address shown beside the form", () => {
  it("is the provider's own while the field is blank", () => {
    expect(previewRequestUrl(jina, "")).toBe("https://api.jina.ai/v1/embeddings");
  });
  it("takes a typed address without its last slash", () => {
    expect(previewRequestUrl(vllm, " http://gpu:8000/v1/ ")).toBe("http://gpu:8000/v1/chat/completions");
  });
  it("adds the version for Anthropic exactly once", () => {
    expect(previewRequestUrl(anthropic, "https://proxy.example")).toBe("https://proxy.example/v1/messages");
    expect(previewRequestUrl(anthropic, "https://proxy.example/v1")).toBe("https://proxy.example/v1/messages");
  });
  it("adds the path of a server that has only one, to an address without any", () => {
    const ollama = { ...vllm, id: "ollama" };
    expect(previewRequestUrl(ollama, "http://gpu:11434")).toBe("http://gpu:11434/v1/chat/completions");
    expect(previewRequestUrl(ollama, "http://gpu:11434/v1")).toBe("http://gpu:11434/v1/chat/completions");
    expect(previewRequestUrl(ollama, "http://gpu/ollama")).toBe("http://gpu/ollama/chat/completions");
    expect(warnAboutAddress(ollama, "http://gpu:11434")).toBeNull();
    expect(warnAboutAddress(ollama, "http://gpu/ollama")).toBe("no_version");
  });
  it("is whole for providers that bring their own path", () => {
    const azure = { ...vllm, id: "azure-openai" };
    const cohere = { ...vllm, id: "cohere", defaultBaseUrl: "https://api.cohere.com" };
    for (const ending of ["", "/openai/v1/", "/openai/deployments/x/chat/completions"])
      expect(previewRequestUrl(azure, `https://me.openai.azure.com${ending}`)).toBe(
        "https://me.openai.azure.com/openai/v1/chat/completions",
      );
    expect(previewRequestUrl(cohere, "")).toBe("https://api.cohere.com/v2/chat");
    expect(warnAboutAddress(azure, "https://me.openai.azure.com")).toBeNull();
  });
  it("is absent while what is typed is not an address", () => {
    expect(previewRequestUrl(vllm, "gpu:8000")).toBeNull();
    expect(previewRequestUrl(vllm, "")).toBeNull();
  });
});

describe("the warning about an address", () => {
  it.each([
    ["http://gpu:8000/v1/v1", "doubled_version"],
    ["http://gpu:8000/v1//v1/", "doubled_version"],
    ["http://gpu:8000/v1/chat/completions", "endpoint_included"],
    ["http://gpu:8000", "no_version"],
    ["http://gpu:8000/v1", null],
    ["https://open.example/api/paas/v4", null],
    ["not an address", null],
  ])("%s → %s", (typed, expected) => expect(warnAboutAddress(vllm, typed)).toBe(expected));
  it("does not ask Anthropic's address for a version", () => {
    expect(warnAboutAddress(anthropic, "https://proxy.example")).toBeNull();
  });
});
