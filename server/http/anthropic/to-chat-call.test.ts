import { describe, expect, it } from "vitest";
import { chatRequest } from "@/server/gateway/spec/chat";
import { tagReasoning } from "@/server/http/chat/reasoning-tag";
import { checkShape } from "@/server/http/read-body";
import { countTokensBody, messagesBody } from "./messages-body";
import { toChatCall } from "./to-chat-call";

const hi = [{ role: "user", content: "Hi" }];

function call(fields: Record<string, unknown>, headers: Record<string, string> = {}) {
  const body = { model: "m", max_tokens: 10, messages: hi, ...fields };
  return toChatCall(checkShape(messagesBody, body), JSON.stringify(body), headers);
}
const turns = (...messages: { role: string; content: unknown }[]) => call({ messages }).request.messages;
const user = (...content: unknown[]) => turns({ role: "user", content });
const assistant = (...content: unknown[]) => turns({ role: "assistant", content }, ...hi)[0];

describe("a Messages body as a neutral request", () => {
  it("is one that the gateway takes, and keeps the client's own words beside", () => {
    const body = { model: "m", max_tokens: 10, messages: hi, stream: true };
    const { request, native, losses, refusal } = call({ stream: true }, { "anthropic-beta": "a", "user-agent": "x" });
    expect(chatRequest.parse(request)).toEqual({ model: "m", max_tokens: 10, messages: hi, stream: true });
    expect(native).toEqual({
      dialect: "messages",
      body,
      text: JSON.stringify({ model: "m", max_tokens: 10, messages: hi, stream: true }),
      headers: { "anthropic-beta": "a" },
    });
    expect([losses, refusal]).toEqual([[], undefined]);
  });

  it("takes no header along that is the client's own affair, or could speak to the provider in Sluice's name", () => {
    const headers = { authorization: "a", "x-api-key": "b", cookie: "c", host: "d", "anthropic-workspace-id": "e" };
    expect(call({}, { ...headers, "anthropic-version": "2023-06-01" }).native.headers).toEqual({
      "anthropic-version": "2023-06-01",
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["stop sequences", { stop_sequences: ["a", "b"] }, { stop: ["a", "b"] }],
    ["sampling", { temperature: 0.5, top_p: 0.9, top_k: 5 }, { temperature: 0.5, top_p: 0.9, top_k: 5 }],
    [
      "a budget of thinking",
      { thinking: { type: "enabled", budget_tokens: 2000 } },
      { thinking: { type: "enabled", budget_tokens: 2000 } },
    ],
    ["thinking as it sees fit", { thinking: { type: "adaptive" } }, { thinking: { type: "adaptive" } }],
    ["effort", { output_config: { effort: "max" } }, { reasoning_effort: "max" }],
    ["a user", { metadata: { user_id: "u-1" } }, { user: "u-1" }],
    ["a tier", { service_tier: "standard_only" }, { service_tier: "default" }],
    ["a free choice of tools", { tool_choice: { type: "auto" } }, { tool_choice: "auto" }],
    [
      "any tool",
      { tool_choice: { type: "any", disable_parallel_tool_use: true } },
      { tool_choice: "required", parallel_tool_calls: false },
    ],
    ["no tool", { tool_choice: { type: "none" } }, { tool_choice: "none" }],
    [
      "one tool",
      { tool_choice: { type: "tool", name: "f" } },
      { tool_choice: { type: "function", function: { name: "f" } } },
    ],
    [
      "a schema of the answer",
      { output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
      {
        response_format: {
          type: "json_schema",
          json_schema: { name: "answer", schema: { type: "object" }, strict: true },
        },
      },
    ],
    [
      "tools",
      {
        tools: [
          {
            name: "f",
            description: "d",
            input_schema: { type: "object" },
            strict: true,
            cache_control: { type: "ephemeral" },
          },
          { type: "custom", name: "g", input_schema: { type: "object" } },
        ],
      },
      {
        tools: [
          {
            type: "function",
            function: { name: "f", description: "d", parameters: { type: "object" }, strict: true },
            cache_control: { type: "ephemeral" },
          },
          { type: "function", function: { name: "g", parameters: { type: "object" } } },
        ],
      },
    ],
  ])("carries %s without a loss", (_, given, expected) => {
    const { request, losses, refusal } = call(given);
    expect(request).toEqual({ model: "m", max_tokens: 10, messages: hi, ...expected });
    expect([losses, refusal]).toEqual([[], undefined]);
  });

  it("puts the system text first, in parts where marks of the cache stand on them", () => {
    expect(call({ system: "Be brief." }).request.messages).toEqual([{ role: "system", content: "Be brief." }, ...hi]);
    const system = [
      { type: "text", text: "A" },
      { type: "text", text: "B", cache_control: { type: "ephemeral", ttl: "1h" } },
    ];
    expect(call({ system }).request.messages[0]).toEqual({ role: "system", content: system });
    expect(turns(...hi, { role: "system", content: "From now on in French." })[1]).toEqual({
      role: "system",
      content: "From now on in French.",
    });
  });

  it("carries pictures and documents", () => {
    expect(
      user(
        { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
        {
          type: "image",
          source: { type: "url", url: "https://a.example/b.png" },
          cache_control: { type: "ephemeral" },
        },
        { type: "document", title: "a.pdf", source: { type: "base64", media_type: "application/pdf", data: "BBBB" } },
        { type: "document", context: "From 2020.", source: { type: "url", url: "https://a.example/c.pdf" } },
        { type: "document", title: "Notes", source: { type: "text", media_type: "text/plain", data: "Plain." } },
        { type: "document", source: { type: "content", content: [{ type: "text", text: "Inside." }] } },
      ),
    ).toEqual([
      {
        role: "user",
        content: [
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
          { type: "image_url", image_url: { url: "https://a.example/b.png" }, cache_control: { type: "ephemeral" } },
          { type: "file", file: { file_data: "data:application/pdf;base64,BBBB", filename: "a.pdf" } },
          { type: "text", text: "From 2020." },
          { type: "file", file: { file_url: "https://a.example/c.pdf" } },
          { type: "text", text: "Notes" },
          { type: "text", text: "Plain." },
          { type: "text", text: "Inside." },
        ],
      },
    ]);
  });

  it("puts the results of tools before the rest of their turn, in the order given", () => {
    const picture = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };
    expect(
      user(
        { type: "text", text: "Here." },
        { type: "tool_result", tool_use_id: "a", content: [{ type: "text", text: "one" }, picture] },
        { type: "tool_result", tool_use_id: "b", is_error: true, cache_control: { type: "ephemeral" } },
      ),
    ).toEqual([
      {
        role: "tool",
        tool_call_id: "a",
        content: [
          { type: "text", text: "one" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        ],
      },
      { role: "tool", tool_call_id: "b", content: "", is_error: true, cache_control: { type: "ephemeral" } },
      { role: "user", content: "Here." },
    ]);
    expect(user({ type: "tool_result", tool_use_id: "a", content: "one" })).toHaveLength(1);
  });

  it("carries the assistant's text, calls and thinking, each proof to the vendor whose it is", () => {
    const openai = { type: "reasoning.encrypted", data: "gAAA", id: "rs_1", format: "openai-responses-v1" } as const;
    const google = { type: "reasoning.encrypted", data: "CoAB", id: "call_1", format: "google-gemini-v1" } as const;
    const plain = { type: "reasoning.text", format: "unknown" } as const;
    expect(
      assistant(
        { type: "thinking", thinking: "T1", signature: "EqQB" },
        { type: "redacted_thinking", data: "EmwK" },
        { type: "thinking", thinking: "T2", signature: tagReasoning(openai) },
        { type: "thinking", thinking: "T3", signature: tagReasoning(plain) },
        { type: "redacted_thinking", data: tagReasoning(google) },
        { type: "text", text: "Let me look." },
        { type: "tool_use", id: "call_1", name: "f", input: { a: 1 }, caller: { type: "direct" } },
      ),
    ).toEqual({
      role: "assistant",
      content: "Let me look.",
      tool_calls: [{ id: "call_1", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
      reasoning_content: "T1T2T3",
      reasoning_details: [
        { type: "reasoning.text", text: "T1", signature: "EqQB", format: "anthropic-claude-v1", index: 0 },
        { type: "reasoning.encrypted", data: "EmwK", format: "anthropic-claude-v1", index: 1 },
        { type: "reasoning.summary", summary: "T2", format: "openai-responses-v1", index: 2 },
        { ...openai, index: 3 },
        { ...plain, text: "T3", index: 4 },
        { ...google, index: 5 },
      ],
    });
    expect(assistant({ type: "tool_use", id: "c", name: "f", input: {} })).toMatchObject({ content: null });
  });

  it("makes an id of the user fit, the same for the same user", () => {
    const long = `user_${"f".repeat(64)}_account_1`;
    const { user: id } = call({ metadata: { user_id: long } }).request;
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(call({ metadata: { user_id: long } }).request.user).toBe(id);
  });

  it("needs no bound on the answer to be counted", () => {
    const body = checkShape(countTokensBody, { model: "m", messages: hi });
    expect(toChatCall(body, "", {}).request).toEqual({ model: "m", messages: hi });
  });
});

describe("what the neutral request can't carry", () => {
  const text = { type: "text", text: "x" };
  it.each<[string, Record<string, unknown>, string]>([
    ["a server's tool", { tools: [{ type: "web_search_20250305", name: "web_search" }] }, "tools.0"],
    ["a tool that only Claude knows", { tools: [{ type: "bash_20250124", name: "bash" }] }, "tools.0"],
    [
      "a set of tools",
      {
        messages: [
          {
            role: "assistant",
            content: [{ type: "tool_use", id: "a", name: "key", input: {}, toolset_name: "computer" }],
          },
          ...hi,
        ],
      },
      "messages.0.content.0",
    ],
    ["MCP servers", { mcp_servers: [{ type: "url", url: "https://a.example", name: "a" }] }, "mcp_servers"],
    ["a container", { container: "c-1" }, "container"],
    ["where it is computed", { inference_geo: "us" }, "inference_geo"],
    ["compaction", { context_management: { edits: [{ type: "compact_20260112" }] } }, "context_management"],
    ["filling the cache", { max_tokens: 0 }, "max_tokens"],
    [
      "a stored picture",
      { messages: [{ role: "user", content: [{ type: "image", source: { type: "file", file_id: "f" } }] }] },
      "messages.0.content.0.source",
    ],
    [
      "a stored document",
      { messages: [{ role: "user", content: [text, { type: "document", source: { type: "file", file_id: "f" } }] }] },
      "messages.0.content.1.source",
    ],
    [
      "a search result",
      { messages: [{ role: "user", content: [{ type: "search_result", source: "s", title: "t", content: [text] }] }] },
      "messages.0.content.0",
    ],
    [
      "a server tool's result",
      {
        messages: [
          { role: "assistant", content: [{ type: "web_search_tool_result", tool_use_id: "a", content: [] }] },
          ...hi,
        ],
      },
      "messages.0.content.0",
    ],
    [
      "a reference to a tool in a result",
      {
        messages: [
          {
            role: "user",
            content: [{ type: "tool_result", tool_use_id: "a", content: [{ type: "tool_reference", tool_name: "f" }] }],
          },
        ],
      },
      "messages.0.content.0.content.0",
    ],
    ["a choice of tools to come", { tool_choice: { type: "some" } }, "tool_choice"],
  ])("is refused where it would change the meaning: %s", (_, fields, param) => {
    const { refusal } = call(fields);
    expect(refusal).toMatchObject({ code: "untranslatable", details: { param } });
    expect(refusal?.message).toContain("Messages API");
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a field of tomorrow", { a_field: 1 }, '"a_field"'],
    ["a faster mode", { speed: "fast" }, '"speed"'],
    ["marks on the whole", { cache_control: { type: "ephemeral" } }, '"cache_control"'],
    ["a budget of the task", { output_config: { task_budget: { type: "tokens", total: 1 } } }, "task_budget"],
    ["clearing of old turns", { context_management: { edits: [{ type: "clear_thinking_20251015" }] } }, "Old turns"],
    ["examples", { tools: [{ name: "f", input_schema: { type: "object" }, input_examples: [{}] }] }, "Examples"],
    ["an answer begun", { messages: [...hi, { role: "assistant", content: "The answer is (" }] }, "last message"],
    [
      "citations",
      {
        messages: [
          {
            role: "user",
            content: [
              {
                type: "document",
                citations: { enabled: true },
                source: { type: "text", media_type: "text/plain", data: "x" },
              },
            ],
          },
        ],
      },
      "citations",
    ],
  ])("is told as lost where it would not: %s", (_, fields, sentence) => {
    const { losses, refusal } = call(fields);
    expect(losses).toEqual([expect.stringContaining(sentence)]);
    expect(refusal).toBeUndefined();
  });

  it("is nothing where a field is empty", () => {
    expect(call({ mcp_servers: [], container: null, tools: [], thinking: null })).toMatchObject({ losses: [] });
    expect(call({ mcp_servers: [], container: null }).refusal).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["text that is none", { messages: [{ role: "user", content: [{ type: "text" }] }] }, "messages.0.content.0.text"],
    ["a tool without a schema", { tools: [{ name: "f" }] }, "tools.0.input_schema"],
    ["a chosen tool without a name", { tool_choice: { type: "tool" } }, "tool_choice.name"],
    ["a format that is none", { output_config: { format: { type: "json_schema" } } }, "output_config.format.schema"],
    ["a role that is none", { messages: [{ role: "tool", content: "x" }] }, "messages.0.role"],
    ["a block without a type", { messages: [{ role: "user", content: [{ text: "x" }] }] }, "messages.0.content"],
  ])("is an error that names the field where it is malformed: %s", (_, fields, param) => {
    expect(() => call(fields)).toThrow(
      expect.objectContaining({ code: "invalid_request", details: expect.objectContaining({ param }) }),
    );
  });
});
