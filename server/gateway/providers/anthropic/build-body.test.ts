import { describe, expect, it } from "vitest";
import { chatRequest } from "@/server/gateway/spec/chat";
import { buildBody } from "./build-body";

const MESSAGES = [{ role: "user", content: "Hello" }];
const TOOL = { type: "function", function: { name: "look", parameters: { type: "object", properties: {} } } };

function build(fields: Record<string, unknown>, modelId = "claude-opus-4-6") {
  return buildBody(chatRequest.parse({ model: "auto", messages: MESSAGES, ...fields }), modelId);
}

function refusalOf(fields: Record<string, unknown>, modelId?: string): unknown {
  try {
    build(fields, modelId);
  } catch (error) {
    return error;
  }
  return expect.fail("it was translated");
}

describe("thinking", () => {
  it("is a budget below max_tokens for older models, with half of it left to the answer", () => {
    expect(build({ reasoning_effort: "medium" }, "claude-sonnet-4-5").body).toMatchObject({
      thinking: { type: "enabled", budget_tokens: 8192 },
      max_tokens: 4096 + 8192,
    });
    expect(build({ reasoning_effort: "high", max_tokens: 4000 }, "claude-sonnet-4-5").body).toMatchObject({
      thinking: { type: "enabled", budget_tokens: 2000 },
      max_tokens: 4000,
    });
    const cramped = build({ reasoning_effort: "high", max_tokens: 1000 }, "claude-sonnet-4-5");
    expect(cramped.body.thinking).toBeUndefined();
    expect(cramped.warnings).toEqual([expect.stringContaining("max_tokens above 1024")]);
  });

  it("is adaptive with an effort the model knows for newer ones, and its text is asked for", () => {
    expect(build({ reasoning_effort: "xhigh" }, "claude-opus-4-6").body).toMatchObject({
      thinking: { type: "adaptive", display: "summarized" },
      output_config: { effort: "high" },
    });
    expect(build({ reasoning_effort: "xhigh" }, "claude-opus-5").body).toMatchObject({
      output_config: { effort: "xhigh" },
    });
    expect(build({ reasoning_effort: "minimal" }, "claude-opus-5").body).toMatchObject({
      output_config: { effort: "low" },
    });
  });

  it("turns a budget into an effort where the model refuses budgets, and says so", () => {
    const { body, warnings } = build({ thinking: { type: "enabled", budget_tokens: 5000 } }, "claude-opus-5-5");
    expect(body).toMatchObject({ thinking: { type: "adaptive" }, output_config: { effort: "medium" } });
    expect(warnings).toEqual([expect.stringContaining("budget_tokens")]);
    expect(build({ thinking: { type: "enabled", budget_tokens: 5000 } }, "claude-opus-4-6").body.thinking).toEqual({
      type: "enabled",
      budget_tokens: 5000,
    });
    expect(build({ thinking: { type: "adaptive" } }, "claude-haiku-4-5").body.thinking).toMatchObject({
      type: "enabled",
    });
  });

  it("is kept off in the way each model knows", () => {
    const off = (modelId: string) => build({ reasoning_effort: "none" }, modelId);
    expect(off("claude-opus-4-6").body.thinking).toBeUndefined();
    expect(off("claude-opus-5").body.thinking).toEqual({ type: "disabled" });
    expect(off("claude-sonnet-5-5").body.thinking).toEqual({ type: "between_tools" });
    expect(off("claude-opus-5-5").body).toMatchObject({ output_config: { effort: "low" } });
    expect(off("claude-opus-5-5").warnings).toEqual([expect.stringContaining("can't be kept from thinking")]);
  });

  it("gives way to a forced tool when only an effort was asked for", () => {
    const { body, warnings } = build({ reasoning_effort: "low", tools: [TOOL], tool_choice: "required" });
    expect(body.thinking).toBeUndefined();
    expect(body.tool_choice).toEqual({ type: "any" });
    expect(warnings).toEqual([expect.stringContaining("forced")]);
  });

  it("is left out of an unfinished turn with tools whose thinking is another vendor's", () => {
    const turn = (reasoning_details: unknown) =>
      build(
        {
          reasoning_effort: "low",
          tools: [TOOL],
          messages: [
            ...MESSAGES,
            {
              role: "assistant",
              content: null,
              reasoning_details,
              tool_calls: [{ id: "functions.look:0", type: "function", function: { name: "look", arguments: "{}" } }],
            },
            { role: "tool", tool_call_id: "functions.look:0", content: "seen", is_error: true },
          ],
        },
        "claude-sonnet-4-5",
      );
    const foreign = turn([{ type: "reasoning.encrypted", data: "blob", format: "google-gemini-v1" }]);
    expect(foreign.body.thinking).toBeUndefined();
    expect(foreign.warnings).toEqual([expect.stringContaining("reasoning_details")]);

    const own = turn([
      { type: "reasoning.text", text: "Let me look.", signature: "sig", format: "anthropic-claude-v1" },
      { type: "reasoning.encrypted", data: "hidden", format: "anthropic-claude-v1" },
      { type: "reasoning.text", text: "unsigned", format: "anthropic-claude-v1" },
    ]);
    expect(own.body.thinking).toEqual({ type: "enabled", budget_tokens: 2048 });
    expect(own.body.messages.slice(1)).toEqual([
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Let me look.", signature: "sig" },
          { type: "redacted_thinking", data: "hidden" },
          { type: "tool_use", id: "functions_look_0", name: "look", input: {} },
        ],
      },
      {
        role: "user",
        content: [
          {
            type: "tool_result",
            tool_use_id: "functions_look_0",
            content: [{ type: "text", text: "seen" }],
            is_error: true,
          },
        ],
      },
    ]);
  });
});

describe("sampling", () => {
  it("is left out with a warning where the model or its thinking forbids it", () => {
    const modern = build({ temperature: 0.2, top_p: 0.9, top_k: 4 }, "claude-opus-4-7");
    expect(modern.body).not.toHaveProperty("temperature");
    expect(modern.body).not.toHaveProperty("top_p");
    expect(modern.body).not.toHaveProperty("top_k");
    expect(modern.warnings).toHaveLength(3);
    expect(build({ temperature: 1, top_p: 1 }, "claude-opus-4-7").warnings).toEqual([]);

    const thinking = build({ temperature: 0.2, top_p: 0.97, reasoning_effort: "low" }, "claude-sonnet-4-5");
    expect(thinking.body).toMatchObject({ top_p: 0.97 });
    expect(thinking.body).not.toHaveProperty("temperature");
    expect(thinking.warnings).toEqual([expect.stringContaining("temperature")]);
  });

  it("takes temperature or top_p, not both, from 4.1 on", () => {
    const { body, warnings } = build({ temperature: 0.2, top_p: 0.9 }, "claude-sonnet-4-5");
    expect(body).toMatchObject({ temperature: 0.2 });
    expect(body).not.toHaveProperty("top_p");
    expect(warnings).toEqual([expect.stringContaining("top_p")]);
    expect(build({ temperature: 0.2, top_p: 0.9, top_k: 3 }, "claude-3-haiku-20240307").body).toMatchObject({
      temperature: 0.2,
      top_p: 0.9,
      top_k: 3,
    });
  });
});

describe("content", () => {
  it("carries documents, images and cache marks as blocks", () => {
    const mark = { type: "ephemeral", ttl: "1h" };
    const { body } = build({
      messages: [
        { role: "system", content: [{ type: "text", text: "Be brief.", cache_control: mark }] },
        {
          role: "user",
          content: [
            { type: "file", file: { file_data: "data:application/pdf;base64,JVBERg==", filename: "a.pdf" } },
            { type: "file", file: { file_data: "data:text/markdown;charset=utf-8;base64,IyBIaQ==" } },
            { type: "file", file: { file_url: "https://example.com/a.pdf" }, cache_control: mark },
            { type: "file", file: { file_id: "file_1" } },
            { type: "image_url", image_url: { url: "data:image/jpg;base64,AAAA" } },
            { type: "text", text: "Sum up.", cache_control: { type: "ephemeral" } },
          ],
        },
      ],
      tools: [{ ...TOOL, cache_control: mark }],
    });
    expect(body.system).toEqual([{ type: "text", text: "Be brief.", cache_control: mark }]);
    expect(body.messages[0]?.content).toEqual([
      {
        type: "document",
        source: { type: "base64", media_type: "application/pdf", data: "JVBERg==" },
        title: "a.pdf",
      },
      { type: "document", source: { type: "text", media_type: "text/plain", data: "# Hi" } },
      { type: "document", source: { type: "url", url: "https://example.com/a.pdf" }, cache_control: mark },
      { type: "document", source: { type: "file", file_id: "file_1" } },
      { type: "image", source: { type: "base64", media_type: "image/jpeg", data: "AAAA" } },
      { type: "text", text: "Sum up.", cache_control: { type: "ephemeral" } },
    ]);
    expect(body.tools?.[0]).toMatchObject({ name: "look", cache_control: mark });
  });

  it("closes the objects of a schema for structured output", () => {
    const schema = {
      type: "object",
      properties: { list: { type: "array", items: { type: "object", properties: { a: { type: "string" } } } } },
    };
    const { body, warnings } = build({
      response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
      service_tier: "default",
    });
    expect(body.service_tier).toBe("standard_only");
    expect(body.output_config?.format).toEqual({
      type: "json_schema",
      schema: {
        type: "object",
        additionalProperties: false,
        properties: {
          list: {
            type: "array",
            items: { type: "object", properties: { a: { type: "string" } }, additionalProperties: false },
          },
        },
      },
    });
    expect(warnings).toEqual([]);
    expect(build({ response_format: { type: "json_object" } }).warnings).toHaveLength(1);
  });

  it("narrows the tools to those allowed, and passes on Anthropic's own", () => {
    const other = { type: "function", function: { name: "other" } };
    const { body } = build({
      tools: [TOOL, other],
      tool_choice: {
        type: "allowed_tools",
        allowed_tools: { mode: "required", tools: [{ type: "function", function: { name: "look" } }] },
      },
    });
    expect(body.tools).toHaveLength(1);
    expect(body.tool_choice).toEqual({ type: "any" });
    const own = { type: "web_search_20250305", name: "web_search" };
    expect(build({ tools: [own] }).body.tools).toEqual([own]);
  });
});

it.each([
  ["several answers", { n: 2 }, "n"],
  ["spoken answers", { modalities: ["text", "audio"] }, "modalities"],
  [
    "audio to listen to",
    { messages: [{ role: "user", content: [{ type: "input_audio", input_audio: { data: "AA", format: "wav" } }] }] },
    "messages",
  ],
  [
    "an image in a form it can't read",
    { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/tiff;base64,AA" } }] }] },
    "messages",
  ],
  ["a tool that another vendor runs", { tools: [{ type: "code_interpreter" }] }, "tools"],
  ["a search that OpenAI runs", { web_search_options: {} }, "web_search_options"],
  ["a tool choice it does not know", { tools: [TOOL], tool_choice: { type: "custom" } }, "tool_choice"],
  ["messages of a forgotten role", { messages: [{ role: "function", name: "f", content: "1" }] }, "messages"],
])("refuses %s rather than answer something else", (_what, fields, param) => {
  expect(refusalOf(fields)).toMatchObject({ code: "untranslatable", details: { param } });
});

it("takes a strict tool for what it is where the model knows no strictness, and refuses a schema", () => {
  const strict = { type: "function", function: { ...TOOL.function, strict: true } };
  expect(build({ tools: [strict] }).body.tools?.[0]).toMatchObject({ strict: true });
  const old = build({ tools: [strict], reasoning_effort: "low" }, "claude-3-5-haiku-20241022");
  expect(old.body.tools?.[0]).not.toHaveProperty("strict");
  expect(old.warnings).toEqual([expect.stringContaining("does not think"), expect.stringContaining("strict")]);
  const response_format = { type: "json_schema", json_schema: { name: "a", schema: { type: "object" } } };
  expect(refusalOf({ response_format }, "claude-sonnet-4-0")).toMatchObject({
    code: "untranslatable",
    details: { param: "response_format" },
  });
});

it("refuses to force a tool on a model that can't be forced", () => {
  expect(refusalOf({ tools: [TOOL], tool_choice: "required" }, "claude-opus-5-5")).toMatchObject({
    code: "untranslatable",
    details: { param: "tool_choice" },
  });
});

it("says of every hint it leaves out that it did, and nothing of those that change nothing", () => {
  const { warnings } = build({
    seed: 1,
    logprobs: true,
    logit_bias: {},
    store: true,
    metadata: {},
    logprobs_off: false,
  });
  expect(warnings).toEqual([
    expect.stringContaining('"seed"'),
    expect.stringContaining('"logprobs"'),
    expect.stringContaining('"logit_bias"'),
  ]);
});
