import { describe, expect, it } from "vitest";
import { chatRequest } from "@/server/gateway/spec/chat";
import { buildBody } from "./build-body";

const MESSAGES = [{ role: "user", content: "Hello" }];
const TOOL = { type: "function", function: { name: "look" }, cache_control: { type: "ephemeral" } };
const CLAUDE = "us.anthropic.claude-opus-4-6-v1";

function build(fields: Record<string, unknown>, modelId = CLAUDE) {
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

describe("a Converse body", () => {
  it("asks each family to think in its own words", () => {
    expect(build({ reasoning_effort: "high" }).body.additionalModelRequestFields).toEqual({
      thinking: { type: "adaptive", display: "summarized" },
      output_config: { effort: "high" },
    });
    expect(
      build({ reasoning_effort: "low", temperature: 0.3 }, "anthropic.claude-haiku-4-5-20251001-v1:0"),
    ).toMatchObject({
      body: {
        additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 2048 } },
        inferenceConfig: { maxTokens: 6144 },
      },
      warnings: [expect.stringContaining("temperature")],
    });
    expect(build({ reasoning_effort: "minimal" }, "openai.gpt-oss-120b-1:0").body.additionalModelRequestFields).toEqual(
      {
        reasoning_effort: "low",
      },
    );
    expect(
      build({ reasoning_effort: "xhigh" }, "us.amazon.nova-2-lite-v1:0").body.additionalModelRequestFields,
    ).toEqual({
      reasoningConfig: { type: "enabled", maxReasoningEffort: "high" },
    });
    expect(build({ reasoning_effort: "low" }, "meta.llama3-1-8b-instruct-v1:0")).toMatchObject({
      warnings: [expect.stringContaining("reasoning_effort")],
    });
  });

  it("gives Claude its own signed thinking back, and nobody another's", () => {
    const messages = [
      ...MESSAGES,
      {
        role: "assistant",
        content: "Ho",
        reasoning_details: [
          { type: "reasoning.text", text: "hm", signature: "s", format: "anthropic-claude-v1" },
          { type: "reasoning.encrypted", data: "ZA==", format: "anthropic-claude-v1" },
          { type: "reasoning.text", text: "ha", signature: "s", format: "google-gemini-v1" },
        ],
      },
    ];
    const turn = (modelId: string) => Object(build({ messages }, modelId).body).messages[1].content;
    expect(turn(CLAUDE)).toEqual([
      { reasoningContent: { reasoningText: { text: "hm", signature: "s" } } },
      { reasoningContent: { redactedContent: "ZA==" } },
      { text: "Ho" },
    ]);
    expect(turn("amazon.nova-pro-v1:0")).toEqual([{ text: "Ho" }]);
  });

  it("keeps the tools of a conversation that has used them, and leaves out those that none may be called of", () => {
    expect(build({ tools: [TOOL], tool_choice: "none" })).toMatchObject({ warnings: [] });
    expect(build({ tools: [TOOL], tool_choice: "none" }).body).not.toHaveProperty("toolConfig");
    const used = build({
      tools: [TOOL],
      tool_choice: "none",
      messages: [...MESSAGES, { role: "tool", tool_call_id: "x", content: "" }],
    });
    expect(used.body.toolConfig).toEqual({
      tools: [
        { toolSpec: { name: "look", inputSchema: { json: { type: "object" } } } },
        { cachePoint: { type: "default" } },
      ],
    });
    expect(used.warnings).toEqual([expect.stringContaining("can't forbid")]);
  });

  it("sends a schema as text, a guardrail as it is, and a word beside a lone document", () => {
    const schema = { type: "object", properties: {} };
    const file = { file_data: "data:text/csv;base64,YQ==", filename: "a/b.csv" };
    const { body, warnings } = build({
      messages: [{ role: "user", content: [{ type: "file", file }] }],
      response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
      guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1" },
      additionalModelRequestFields: { extra: 1 },
    });
    expect(body).toEqual({
      messages: [
        {
          role: "user",
          content: [{ text: "a-b-csv" }, { document: { format: "csv", name: "a-b-csv", source: { bytes: "YQ==" } } }],
        },
      ],
      outputConfig: {
        textFormat: {
          type: "json_schema",
          structure: {
            jsonSchema: { name: "answer", schema: JSON.stringify({ ...schema, additionalProperties: false }) },
          },
        },
      },
      guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1" },
      additionalModelRequestFields: { extra: 1 },
    });
    expect(warnings).toEqual([expect.stringContaining("document")]);
  });

  it.each([
    ["several answers", { n: 2 }, "n"],
    ["spoken answers", { modalities: ["audio"] }, "modalities"],
    ["a search that OpenAI runs", { web_search_options: {} }, "web_search_options"],
    ["a tool it can't run", { tools: [{ type: "web_search" }] }, "tools"],
    ["a tool choice it does not know", { tools: [TOOL], tool_choice: { type: "custom" } }, "tool_choice"],
    [
      "an image by its address",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://a.test/b.png" } }] }] },
      "messages",
    ],
    [
      "a document it can't read",
      { messages: [{ role: "user", content: [{ type: "file", file: { file_id: "f" } }] }] },
      "messages",
    ],
    ["a part it does not know", { messages: [{ role: "user", content: [{ type: "smell" }] }] }, "messages"],
  ])("refuses %s rather than answer something else", (_what, fields, param) => {
    expect(refusalOf(fields)).toMatchObject({ code: "untranslatable", details: { param } });
  });

  it("refuses to force a tool on a Claude that can't be forced", () => {
    const fields = { tools: [TOOL], tool_choice: "required" };
    expect(refusalOf(fields, "us.anthropic.claude-opus-5-5")).toMatchObject({ code: "untranslatable" });
  });

  it("hears what is spoken, where the model does", () => {
    const { body } = build({
      messages: [{ role: "user", content: [{ type: "input_audio", input_audio: { data: "AA==", format: "mp3" } }] }],
    });
    expect(body.messages).toEqual([
      { role: "user", content: [{ audio: { format: "mp3", source: { bytes: "AA==" } } }] },
    ]);
  });
});
