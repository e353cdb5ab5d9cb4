import { describe, expect, it } from "vitest";
import type { ChatMessage, ChatRequest } from "@/server/gateway/spec/chat";
import { buildBody } from "./build-body";

const hello: ChatMessage = { role: "user", content: "Hello" };
const build = (fields: Partial<ChatRequest>, modelId = "gemini-2.5-flash") =>
  buildBody({ model: "m", messages: [hello], ...fields }, modelId);

describe("what Gemini can't express", () => {
  it.each<[string, Partial<ChatRequest>, string]>([
    ["several answers", { n: 2 }, "n"],
    ["spoken answers", { modalities: ["text", "audio"], audio: { voice: "alloy", format: "wav" } }, "modalities"],
    ["a search of the web", { web_search_options: {} }, "web_search_options"],
    ["a tool that runs at a vendor's", { tools: [{ type: "web_search_preview" }] }, "tools"],
    [
      "a choice that names nothing",
      { tools: [{ type: "function", function: { name: "f" } }], tool_choice: "maybe" },
      "tool_choice",
    ],
    ["a part of unknown type", { messages: [{ role: "user", content: [{ type: "hologram" }] }] }, "messages"],
    [
      "another vendor's file id",
      { messages: [{ role: "user", content: [{ type: "file", file: { file_id: "file-1" } }] }] },
      "messages",
    ],
    ["a result without its call", { messages: [{ role: "tool", tool_call_id: "c", content: "x" }] }, "messages"],
  ])("refuses %s", (_what, fields, param) => {
    expect(() => build(fields)).toThrow(expect.objectContaining({ code: "untranslatable", details: { param } }));
  });

  it("says what it leaves out where that changes nothing of the meaning", () => {
    expect(build({ store: true, prompt_cache_key: "k", n: 1, stream: true, user: null }).warnings).toEqual([
      '"store" was left out: Gemini does not take it.',
      '"prompt_cache_key" was left out: Gemini does not take it.',
    ]);
  });
});

describe("messages", () => {
  it("says once that marks for the cache mean nothing here, wherever they stand", () => {
    const cache_control = { type: "ephemeral" };
    const marked = { type: "text", text: "Hello", cache_control };
    const { warnings } = build({
      messages: [{ role: "user", content: [marked, marked] }],
      tools: [{ type: "function", function: { name: "f" }, cache_control }],
    });
    expect(warnings).toEqual(["cache_control was left out: Gemini decides itself what it caches."]);
  });

  it("finds a file of Google's file service by its name", () => {
    const { body } = build({
      messages: [{ role: "user", content: [{ type: "file", file: { file_id: "files/abc-123" } }] }],
    });
    expect(body.contents).toEqual([
      {
        role: "user",
        parts: [{ fileData: { fileUri: "https://generativelanguage.googleapis.com/v1beta/files/abc-123" } }],
      },
    ]);
  });

  it("sends a conversation of instructions alone as what the user says", () => {
    expect(build({ messages: [{ role: "system", content: "Say hi" }] }).body).toEqual({
      contents: [{ role: "user", parts: [{ text: "Say hi" }] }],
    });
  });

  it("puts pictures of results beside all results where the model takes none in them", () => {
    const call = (id: string) => ({ id, type: "function", function: { name: "look", arguments: "{}" } });
    const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AA" } };
    const { body } = build({
      messages: [
        hello,
        { role: "assistant", tool_calls: [call("a"), call("b")] },
        { role: "tool", tool_call_id: "a", content: [picture] },
        { role: "tool", tool_call_id: "b", content: "dark" },
        hello,
      ],
    });
    expect(body.contents).toMatchObject([
      {},
      { role: "model" },
      {
        role: "user",
        parts: [
          { functionResponse: { name: "look", response: { output: "" } } },
          { functionResponse: { name: "look", response: { output: "dark" } } },
          { inlineData: { mimeType: "image/png", data: "AA" } },
          { text: "Hello" },
        ],
      },
    ]);
  });

  it("tells calls apart by their order for models that know no ids, by ids for others", () => {
    const call = (id: string) => ({ id, type: "function", function: { name: "f", arguments: "{}" } });
    const result = (id: string): ChatMessage => ({ role: "tool", tool_call_id: id, content: id });
    const messages: ChatMessage[] = [
      hello,
      { role: "assistant", tool_calls: [call("a"), call("b")] },
      result("b"),
      result("a"),
      { role: "assistant", tool_calls: [call("b"), call("a")] },
      result("a"),
      result("b"),
    ];
    const outputs = (modelId: string) =>
      JSON.stringify(build({ messages }, modelId).body.contents)
        .match(/"output":"[ab]"/g)
        ?.map((text) => text.at(-2));
    expect(outputs("gemini-2.5-flash")).toEqual(["a", "b", "b", "a"]);
    expect(JSON.stringify(build({ messages }).body)).not.toContain('"id"');
    expect(JSON.stringify(build({ messages }, "gemini-3-flash-preview").body).match(/"id":/g)).toHaveLength(8);
  });

  it("understands calls and results of the form before tool_calls", () => {
    const { body } = build({
      messages: [
        hello,
        { role: "assistant", content: null, function_call: { name: "f", arguments: '{"a":1}' } },
        { role: "function", name: "f", content: "done" },
      ],
    });
    expect(body.contents).toMatchObject([
      {},
      { parts: [{ functionCall: { name: "f", args: { a: 1 } } }] },
      { parts: [{ functionResponse: { name: "f", response: { output: "done" } } }] },
    ]);
  });

  it("wants no signatures for models that ask for none", () => {
    const { body, warnings } = build({
      messages: [hello, { role: "assistant", tool_calls: [{ id: "a", function: { name: "f", arguments: "[1]" } }] }],
    });
    expect(JSON.stringify(body)).not.toContain("thoughtSignature");
    expect(warnings).toEqual(["The arguments of an earlier call of f were left out: they are no JSON object."]);
  });

  it("keeps a text's signature where the answer had no text", () => {
    const proof = { type: "reasoning.encrypted", data: "c2ln", format: "google-gemini-v1" };
    const { body } = build({
      messages: [hello, { role: "assistant", content: "", reasoning_details: [proof] }, hello],
    });
    expect(body.contents).toMatchObject([{}, { parts: [{ text: "", thoughtSignature: "c2ln" }] }, {}]);
  });
});

describe("schemas", () => {
  it("go as they are, but for what says nothing of the values, and for notes beside a reference, which Google refuses", () => {
    const parameters = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      properties: {
        title: { $ref: "#/$defs/name", description: "The title", default: "x" },
        count: { type: "integer", exclusiveMinimum: 0, description: "How many" },
      },
      $defs: { name: { type: "string", title: "Name" } },
    };
    const { body } = build({ tools: [{ type: "function", function: { name: "f", parameters } }] });
    expect(body.tools).toEqual([
      {
        functionDeclarations: [
          {
            name: "f",
            parametersJsonSchema: {
              type: "object",
              properties: {
                title: { $ref: "#/$defs/name" },
                count: { type: "integer", exclusiveMinimum: 0, description: "How many" },
              },
              $defs: { name: { type: "string", title: "Name" } },
            },
          },
        ],
      },
    ]);
  });
});

describe("tool_choice", () => {
  const tools = [{ type: "function", function: { name: "f" } }];
  it.each<[ChatRequest["tool_choice"], object]>([
    ["auto", { mode: "AUTO" }],
    ["none", { mode: "NONE" }],
    ["required", { mode: "ANY" }],
    [
      { type: "function", function: { name: "f" } },
      { mode: "ANY", allowedFunctionNames: ["f"] },
    ],
    [
      {
        type: "allowed_tools",
        allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "f" } }] },
      },
      { mode: "VALIDATED", allowedFunctionNames: ["f"] },
    ],
    [
      { type: "allowed_tools", allowed_tools: { mode: "required", tools: [{ type: "function", name: "f" }] } },
      { mode: "ANY", allowedFunctionNames: ["f"] },
    ],
  ])("%j is %j", (choice, functionCallingConfig) => {
    expect(build({ tools, tool_choice: choice }).body.toolConfig).toEqual({ functionCallingConfig });
  });
});

describe("thinking", () => {
  const config = (modelId: string, fields: Partial<ChatRequest>) => {
    const { body, warnings } = build(fields, modelId);
    return [Object(body.generationConfig).thinkingConfig, warnings.length];
  };
  const aloud = { includeThoughts: true };
  const off = { type: "disabled" };
  const tokens = (budget_tokens: number) => ({ thinking: { type: "enabled", budget_tokens } });

  it.each<[string, Partial<ChatRequest>, object | undefined, number]>([
    ["gemini-2.5-flash", {}, undefined, 0],
    ["gemini-2.5-flash", { reasoning_effort: "low" }, { thinkingBudget: 1024, ...aloud }, 0],
    ["gemini-2.5-flash", { reasoning_effort: "max" }, { thinkingBudget: 24_576, ...aloud }, 0],
    ["gemini-2.5-pro", { reasoning_effort: "max" }, { thinkingBudget: 32_768, ...aloud }, 0],
    ["gemini-2.5-flash", { reasoning_effort: "none" }, { thinkingBudget: 0 }, 0],
    ["gemini-2.5-flash", { thinking: off }, { thinkingBudget: 0 }, 0],
    ["gemini-2.5-pro", { reasoning_effort: "none" }, { thinkingBudget: 128 }, 1],
    ["gemini-2.5-flash", tokens(2048), { thinkingBudget: 2048, ...aloud }, 0],
    ["gemini-2.5-flash-lite", tokens(100), { thinkingBudget: 512, ...aloud }, 1],
    ["gemini-2.5-flash-lite", { thinking: off }, { thinkingBudget: 0 }, 0],
    ["gemini-2.5-flash", tokens(60_000), { thinkingBudget: 24_576, ...aloud }, 1],
    ["gemini-2.5-flash", { thinking: { type: "adaptive" } }, { thinkingBudget: -1, ...aloud }, 0],
    ["gemini-3-flash-preview", { reasoning_effort: "minimal" }, { thinkingLevel: "MINIMAL", ...aloud }, 0],
    ["gemini-3-flash-preview", { reasoning_effort: "none" }, { thinkingLevel: "MINIMAL" }, 1],
    ["gemini-3-pro-preview", { reasoning_effort: "medium" }, { thinkingLevel: "HIGH", ...aloud }, 1],
    ["gemini-3.8-flash", { reasoning_effort: "minimal" }, { thinkingLevel: "LOW", ...aloud }, 1],
    ["gemini-flash-latest", { reasoning_effort: "high" }, { thinkingLevel: "HIGH", ...aloud }, 0],
    ["gemini-3.1-pro-preview", tokens(4000), { thinkingLevel: "MEDIUM", ...aloud }, 1],
    ["gemini-3.1-pro-preview", { thinking: { type: "adaptive" } }, aloud, 0],
    [
      "gemini-3.1-pro-preview",
      { thinking: { type: "adaptive" }, reasoning_effort: "low" },
      { thinkingLevel: "LOW", ...aloud },
      0,
    ],
    ["gemini-2.0-flash", { reasoning_effort: "high" }, undefined, 1],
    ["gemini-2.0-flash", { reasoning_effort: "none" }, undefined, 0],
    ["gemma-3-27b-it", { reasoning_effort: "high" }, undefined, 1],
    ["gemini-2.5-flash", { reasoning_effort: "enormous" }, undefined, 1],
  ])("%s with %j is asked for %j", (modelId, fields, expected, warningCount) => {
    expect(config(modelId, fields)).toEqual([expected, warningCount]);
  });
});
