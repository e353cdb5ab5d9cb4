import { describe, expect, it } from "vitest";
import { tagReasoning } from "@/server/http/chat/reasoning-tag";
import { responsesRequest } from "./responses-request";
import { toChatCall } from "./to-chat-call";

const call = (body: Record<string, unknown>) => {
  const whole = { model: "m", ...body };
  return toChatCall(responsesRequest.parse(whole), JSON.stringify(whole));
};
const messages = (input: unknown, instructions?: string) => call({ input, instructions }).request.messages;
const pixel = "data:image/png;base64,iVBORw0KGgo=";

describe("input items", () => {
  it.each<[string, unknown, unknown]>([
    ["a string is the user's message", "Hi", [{ role: "user", content: "Hi" }]],
    ["a message without a type", [{ role: "user", content: "Hi" }], [{ role: "user", content: "Hi" }]],
    [
      "a single text part is plain text",
      [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hi" }] }],
      [{ role: "user", content: "Hi" }],
    ],
    [
      "pictures, recordings and documents stay parts",
      [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Look", cache_control: { type: "ephemeral" } },
            { type: "input_image", image_url: pixel, detail: "high" },
            { type: "input_image", image_url: "https://x.test/a.png", detail: "original" },
            { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
            { type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,AAAA" },
            { type: "input_file", filename: "b.pdf", file_data: "BBBB" },
            { type: "input_file", file_url: "https://x.test/a.pdf", prompt_cache_breakpoint: { mode: "explicit" } },
          ],
        },
      ],
      [
        {
          role: "user",
          content: [
            { type: "text", text: "Look", cache_control: { type: "ephemeral" } },
            { type: "image_url", image_url: { url: pixel, detail: "high" } },
            { type: "image_url", image_url: { url: "https://x.test/a.png" } },
            { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
            { type: "file", file: { file_data: "data:application/pdf;base64,AAAA", filename: "a.pdf" } },
            { type: "file", file: { file_data: "data:application/pdf;base64,BBBB", filename: "b.pdf" } },
            { type: "file", file: { file_url: "https://x.test/a.pdf" }, cache_control: { type: "ephemeral" } },
          ],
        },
      ],
    ],
    [
      "what the model thought, said and called is one message, what the tools gave follows",
      [
        { role: "user", content: "Weather?" },
        { type: "reasoning", id: "rs_sluice_1", summary: [{ type: "summary_text", text: "Ask." }] },
        {
          type: "message",
          id: "msg_1",
          role: "assistant",
          status: "completed",
          content: [
            { type: "output_text", text: "I look.", annotations: [] },
            { type: "refusal", refusal: "No." },
          ],
        },
        { type: "function_call", id: "fc_1", call_id: "call_1", name: "weather", arguments: '{"in":"Bonn"}' },
        { type: "function_call", call_id: "call_2", name: "weather", arguments: '{"in":"Rome"}' },
        { type: "function_call_output", call_id: "call_1", output: "rain" },
        {
          type: "function_call_output",
          call_id: "call_2",
          output: [
            { type: "input_text", text: "see" },
            { type: "input_image", image_url: pixel },
          ],
        },
      ],
      [
        { role: "user", content: "Weather?" },
        {
          role: "assistant",
          content: "I look.\n\nNo.",
          tool_calls: [
            { id: "call_1", type: "function", function: { name: "weather", arguments: '{"in":"Bonn"}' } },
            { id: "call_2", type: "function", function: { name: "weather", arguments: '{"in":"Rome"}' } },
          ],
          reasoning_content: "Ask.",
        },
        { role: "tool", tool_call_id: "call_1", content: "rain" },
        {
          role: "tool",
          tool_call_id: "call_2",
          content: [
            { type: "text", text: "see" },
            { type: "image_url", image_url: { url: pixel } },
          ],
        },
      ],
    ],
  ])("%s", (_title, input, expected) => {
    expect(messages(input)).toEqual(expected);
    expect(call({ input })).toMatchObject({ losses: [] });
    expect(call({ input }).refusal).toBeUndefined();
  });

  it("puts instructions first, as one system message with what follows of the kind", () => {
    expect(
      messages(
        [
          { role: "developer", content: "Be kind." },
          { role: "user", content: "Hi" },
        ],
        "Be brief.",
      ),
    ).toEqual([
      { role: "system", content: "Be brief.\n\nBe kind." },
      { role: "user", content: "Hi" },
    ]);
  });

  it("reads the proofs of thinking back, whoever made them", () => {
    const said = { role: "assistant", content: "Yes." };
    const claude = tagReasoning({ type: "reasoning.text", signature: "sig", format: "anthropic-claude-v1" });
    const gemini = tagReasoning({ type: "reasoning.encrypted", data: "th", id: "call_1", format: "google-gemini-v1" });
    const [turn] = messages([
      { type: "reasoning", id: "rs_sluice_1", summary: [{ text: "Hm." }], encrypted_content: claude },
      { type: "reasoning", id: "rs_sluice_2", summary: [], encrypted_content: gemini },
      { type: "reasoning", id: "rs_3", summary: [], encrypted_content: "gAAAA" },
      said,
    ]);
    expect(turn).toEqual({
      role: "assistant",
      content: "Yes.",
      reasoning_content: "Hm.",
      reasoning_details: [
        { type: "reasoning.text", text: "Hm.", signature: "sig", format: "anthropic-claude-v1", index: 0 },
        { type: "reasoning.encrypted", data: "th", id: "call_1", format: "google-gemini-v1", index: 1 },
        { type: "reasoning.encrypted", data: "gAAAA", id: "rs_3", format: "openai-responses-v1", index: 2 },
      ],
    });
  });
});

describe("settings", () => {
  it("carries over what chat knows, under its names", () => {
    const { request, losses, refusal } = call({
      input: "Hi",
      max_output_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      top_logprobs: 3,
      parallel_tool_calls: false,
      reasoning: { effort: "low", summary: "auto" },
      text: {
        verbosity: "low",
        format: { type: "json_schema", name: "answer", strict: true, schema: { type: "object" } },
      },
      tools: [{ type: "function", name: "f", description: "d", parameters: { type: "object" }, strict: true }],
      tool_choice: { type: "function", name: "f" },
      service_tier: "flex",
      prompt_cache_key: "k",
      safety_identifier: "s",
      user: "u",
      metadata: { a: "b" },
      include: ["reasoning.encrypted_content"],
      store: false,
      stream: true,
      stream_options: { include_obfuscation: false },
      truncation: "disabled",
      top_k: 5,
    });
    expect({ losses, refusal }).toEqual({ losses: [], refusal: undefined });
    expect(request).toEqual({
      model: "m",
      messages: [{ role: "user", content: "Hi" }],
      max_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      logprobs: true,
      top_logprobs: 3,
      parallel_tool_calls: false,
      reasoning_effort: "low",
      verbosity: "low",
      response_format: {
        type: "json_schema",
        json_schema: { name: "answer", strict: true, schema: { type: "object" } },
      },
      tools: [
        {
          type: "function",
          function: { name: "f", description: "d", parameters: { type: "object" }, strict: true },
        },
      ],
      tool_choice: { type: "function", function: { name: "f" } },
      service_tier: "flex",
      prompt_cache_key: "k",
      safety_identifier: "s",
      user: "u",
      stream: true,
      top_k: 5,
    });
  });

  it("says nothing of parallel calls where there are no tools", () => {
    expect(call({ input: "Hi", parallel_tool_calls: true }).request).not.toHaveProperty("parallel_tool_calls");
  });

  it("offers only the tools that are allowed", () => {
    const tools = ["a", "b", "c"].map((name) => ({ type: "function", name, parameters: null, strict: null }));
    const tool_choice = { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "b" }] };
    const { request, refusal } = call({ input: "Hi", tools, tool_choice });
    expect(request.tools).toEqual([{ type: "function", function: { name: "b" } }]);
    expect(request.tool_choice).toBe("required");
    expect(refusal).toBeUndefined();
  });

  it("keeps the client's own body and text for a provider of the dialect", () => {
    const body = { model: "m", input: "Hi", a_field_of_tomorrow: { x: [1] } };
    expect(call({ input: "Hi", a_field_of_tomorrow: { x: [1] } }).native).toEqual({
      dialect: "responses",
      body,
      text: JSON.stringify(body),
      headers: {},
    });
  });
});

describe("what can't be translated", () => {
  it.each<[string, Record<string, unknown>]>([
    ["previous_response_id", { previous_response_id: "resp_1" }],
    ["conversation", { conversation: "conv_1" }],
    ["prompt", { input: undefined, prompt: { id: "pmpt_1" } }],
    ["moderation", { moderation: { model: "omni-moderation-latest" } }],
    ["tools.0", { tools: [{ type: "web_search" }] }],
    [
      "tools.1",
      {
        tools: [
          { type: "function", name: "f" },
          { type: "mcp", server_label: "x" },
        ],
      },
    ],
    ["tools.0", { tools: [{ type: "custom", name: "f" }] }],
    ["tool_choice", { tool_choice: { type: "file_search" } }],
    ["text.format", { text: { format: { type: "grammar" } } }],
    ["input.0", { input: [{ type: "item_reference", id: "msg_1" }] }],
    ["input.0", { input: [{ type: "custom_tool_call", call_id: "c", name: "f", input: "x" }] }],
    ["input.0", { input: [{ type: "web_search_call", id: "ws_1", status: "completed" }] }],
    ["input.0.content.0", { input: [{ role: "user", content: [{ type: "input_image", file_id: "file-1" }] }] }],
    [
      "input.0.content.1",
      { input: [{ role: "user", content: [{ type: "input_text", text: "a" }, { type: "input_video" }] }] },
    ],
  ])("refuses %s of %j, for providers of other dialects only", (param, body) => {
    const { refusal, native } = call({ input: "Hi", ...body });
    expect(refusal).toMatchObject({ code: "untranslatable", details: { param } });
    expect(refusal?.message).toContain(param);
    expect(native).toBeDefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ["input", { input: [] }],
    ["input.0.call_id", { input: [{ type: "function_call_output", output: "x" }] }],
    ["input.0.role", { input: [{ role: "tool", content: "x" }] }],
    ["input.0.content.0.text", { input: [{ role: "user", content: [{ type: "input_text" }] }] }],
    ["tools.0.name", { input: "Hi", tools: [{ type: "function" }] }],
  ])("names the field %s that is wrong", (param, body) => {
    expect(call(body).refusal).toMatchObject({ code: "invalid_request", details: { param } });
  });

  it.each<[string, Record<string, unknown>]>([
    ["store", { store: true }],
    ["truncation", { truncation: "auto" }],
    ["web_search_call.action.sources", { include: ["web_search_call.action.sources"] }],
    ["context_management", { context_management: [{ type: "compaction" }] }],
    ["background", { background: true, stream: true }],
  ])("says that %s is lost", (name, body) => {
    const { losses, refusal } = call({ input: "Hi", ...body });
    expect(refusal).toBeUndefined();
    expect(losses).toEqual([expect.stringContaining(name)]);
  });

  it("takes no answer to be fetched later, from any provider", () => {
    expect(() => call({ input: "Hi", background: true })).toThrow(/keeps no responses/);
  });
});
