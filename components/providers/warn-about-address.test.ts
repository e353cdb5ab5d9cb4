import { describe, expect, it } from "vitest";
import { warnAboutAddress } from "./warn-about-address";

const openAiLike = (typed: string) => ({ typed, preview: `${typed.replace(/\/+$/, "")}/chat/completions`, own: null });

describe("the warning about an address", () => {
  it.each([
    ["http://gpu:8000/v1/v1", "doubled_version"],
    ["http://gpu:8000/v1//v1/", "doubled_version"],
    ["http://gpu:8000/v1/chat/completions", "endpoint_included"],
    ["http://gpu:8000", "no_version"],
    ["http://gpu:8000/v1", null],
    ["https://open.example/api/paas/v4", null],
    ["not an address", null],
  ])("%s → %s", (typed, expected) => expect(warnAboutAddress(openAiLike(typed))).toBe(expected));

  it("is silent where the provider completes the address", () => {
    const cohere = { typed: "https://api.cohere.com", preview: "https://api.cohere.com/v2/chat", own: null };
    const azure = {
      typed: "https://me.example/openai/deployments/x/chat/completions",
      preview: "https://me.example/openai/v1/chat/completions",
      own: null,
    };
    expect([cohere, azure].map(warnAboutAddress)).toEqual([null, null]);
  });

  it("misses no version where the provider's own address has none", () => {
    expect(warnAboutAddress({ ...openAiLike("https://proxy.example"), own: "https://api.deepseek.com" })).toBeNull();
  });

  it("waits for the address that a request would have", () => {
    expect(warnAboutAddress({ ...openAiLike("http://gpu:8000"), preview: null })).toBeNull();
  });
});
