import { expect, it } from "vitest";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import { readExtras } from "./read-extras";

function read(choice: Record<string, unknown>, message: Record<string, unknown>): Partial<ChatEvent> {
  const into: Partial<ChatEvent> = {};
  readExtras(choice, message, into);
  return into;
}

it("reads log probabilities, pictures and proofs of thinking", () => {
  const logprobs = { content: [{ token: "a", logprob: -1 }] };
  const proof = { type: "reasoning.text", text: "Hm.", signature: "sig", format: "anthropic-claude-v1", index: 0 };
  expect(
    read(
      { logprobs },
      {
        images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }, { type: "odd" }],
        reasoning_details: [proof, { type: "reasoning.encrypted", data: "x", id: null, format: "new-v9" }, "odd"],
      },
    ),
  ).toEqual({
    logprobs,
    images: ["data:image/png;base64,AA"],
    reasoningDetails: [proof, { type: "reasoning.encrypted", data: "x", format: "unknown" }],
  });
});

it("reads nothing where there is nothing", () => {
  expect(read({ logprobs: null }, { images: [], reasoning_details: null })).toEqual({});
});
