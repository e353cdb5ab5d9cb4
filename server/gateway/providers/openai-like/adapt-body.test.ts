import { describe, expect, it } from "vitest";
import { adaptBody } from "./adapt-body";

const plain = { vendor: "Acme", parts: { text: true, image_url: true } } as const;
const messages = [{ role: "user", content: "Hi" }];

describe("a body for a vendor that differs from OpenAI", () => {
  it("goes through as it came where no rule speaks of it, unknown fields included", () => {
    const body = {
      model: "m",
      messages,
      temperature: 0.2,
      some_new_field: { kept: true },
      tools: [{ type: "function", function: { name: "f" } }],
    };
    const warnings: string[] = [];
    expect(adaptBody(plain)(body, warnings)).toEqual(body);
    expect(warnings).toEqual([]);
  });

  it("does not change the client's own request", () => {
    const received = {
      messages: [{ role: "developer", content: [{ type: "text", text: "a", cache_control: {} }] }],
      max_tokens: 1,
    };
    const copy = structuredClone(received);
    adaptBody({ ...plain, tokenLimit: "max_completion_tokens" })(received, []);
    expect(received).toEqual(copy);
  });

  it("warns only of hints that would have said something", () => {
    const warnings: string[] = [];
    const body = {
      messages,
      store: false,
      metadata: {},
      service_tier: "auto",
      parallel_tool_calls: true,
      modalities: ["text"],
      seed: 4,
      user: null,
    };
    const adapt = adaptBody({
      ...plain,
      ignored: ["store", "metadata", "service_tier", "parallel_tool_calls", "modalities", "seed", "user"],
    });
    expect(adapt(body, warnings)).toEqual({ messages });
    expect(warnings).toEqual(['"seed" was left out: Acme does not take it.']);
  });

  it("says that it knows no such effort, instead of passing over it", () => {
    const warnings: string[] = [];
    expect(adaptBody(plain)({ messages, reasoning_effort: "ultra" }, warnings)).toEqual({ messages });
    expect(warnings).toEqual(['"reasoning_effort" was left out: "ultra" is no effort that Sluice knows.']);
  });

  it("warns where calls one at a time can't be had", () => {
    const warnings: string[] = [];
    adaptBody({ ...plain, ignored: ["parallel_tool_calls"] })({ messages, parallel_tool_calls: false }, warnings);
    expect(warnings).toHaveLength(1);
  });

  it.each([
    [{ max_tokens: 5 }, { max_tokens: 5 }],
    [{ max_completion_tokens: 6 }, { max_tokens: 6 }],
    [{ max_tokens: 5, max_completion_tokens: 6 }, { max_tokens: 6 }],
  ])("calls the bound of the answer by one name: %j", (given, sent) => {
    expect(adaptBody({ ...plain, tokenLimit: "max_tokens" })({ messages, ...given }, [])).toEqual({
      messages,
      ...sent,
    });
  });

  it.each([
    ["web_search_options", { web_search_options: { search_context_size: "low" } }],
    ["tools.1.type", { tools: [{ type: "function", function: { name: "f" } }, { type: "computer_use" }] }],
    [
      "messages.0.content.1",
      { messages: [{ role: "user", content: [{ type: "text", text: "a" }, { type: "video_url" }] }] },
    ],
  ])("refuses what would be lost: %s", (param, fields) => {
    expect(() => adaptBody(plain)({ messages, ...fields }, [])).toThrow(
      expect.objectContaining({ code: "untranslatable", details: { param } }),
    );
  });

  it("strips what only extends the neutral message, and joins a tool's result to one text", () => {
    const history = [
      { role: "assistant", content: null, refusal: "No.", annotations: [], reasoning_details: [], audio: null },
      {
        role: "tool",
        tool_call_id: "1",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
        is_error: true,
      },
    ];
    expect(adaptBody(plain)({ messages: history }, [])).toEqual({
      messages: [
        { role: "assistant", content: "No." },
        { role: "tool", tool_call_id: "1", content: "a\n\nb" },
      ],
    });
  });
});
