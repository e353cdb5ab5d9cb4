import type { ServedType } from "./fixture-upstream";

const schema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
const picture = "data:image/png;base64,iVBORw0KGgo=";
const question = "What is the weather in Paris and Rome?";

const chat = {
  messages: [
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "text", text: question },
        { type: "image_url", image_url: { url: picture, detail: "low" } },
      ],
    },
    {
      role: "assistant",
      content: null,
      reasoning_content: "Ask the tool.",
      reasoning_details: [{ type: "reasoning.text", text: "Ask.", signature: "c2ln", format: "anthropic-claude-v1" }],
      tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Paris"}' } }],
    },
    { role: "tool", tool_call_id: "call_1", content: "18 degrees" },
    { role: "user", content: "And Rome?" },
  ],
  tools: [{ type: "function", function: { name: "weather", description: "Looks out", parameters: schema } }],
  tool_choice: { type: "function", function: { name: "weather" } },
  response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } },
  temperature: 0.5,
  max_completion_tokens: 100,
  stop: ["END"],
  reasoning_effort: "low",
  seed: 1,
  service_tier: "flex",
  top_logprobs: 2,
  logprobs: true,
  n: 1,
  modalities: ["text"],
  prediction: { type: "content", content: "x" },
  thinking: { type: "enabled", budget_tokens: 1_024 },
  metadata: { a: "b" },
};

const completions = {
  prompt: ["Once upon", "a time"],
  max_tokens: 7,
  temperature: 0,
  echo: true,
  logprobs: 1,
  stop: ".",
};

const responses = {
  instructions: "Be brief.",
  input: [
    {
      role: "user",
      content: [
        { type: "input_text", text: question },
        { type: "input_image", image_url: picture },
      ],
    },
    { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "Ask." }], encrypted_content: "gAAA" },
    { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Paris"}' },
    { type: "function_call_output", call_id: "call_1", output: "18 degrees" },
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "18", annotations: [] }] },
    { type: "item_reference", id: "msg_1" },
  ],
  tools: [{ type: "function", name: "weather", parameters: schema, strict: true }],
  tool_choice: "auto",
  text: { format: { type: "json_schema", name: "answer", schema, strict: true } },
  reasoning: { effort: "low", summary: "auto" },
  include: ["reasoning.encrypted_content"],
  prompt: null,
  service_tier: "auto",
  max_output_tokens: 100,
  store: false,
};

const messages = {
  max_tokens: 2_000,
  system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: question },
        { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
        { type: "document", source: { type: "text", media_type: "text/plain", data: "Paris." }, title: "Notes" },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "Ask.", signature: "c2ln" },
        { type: "redacted_thinking", data: "sluice.google-gemini-v1.eyJkYXRhIjoieCJ9" },
        { type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Paris" } },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "toolu_1", is_error: false, content: [{ type: "text", text: "18" }] },
      ],
    },
  ],
  tools: [{ name: "weather", description: "Looks out", input_schema: schema, cache_control: { type: "ephemeral" } }],
  tool_choice: { type: "auto", disable_parallel_tool_use: true },
  thinking: { type: "enabled", budget_tokens: 1_024 },
  stop_sequences: ["END"],
  temperature: 1,
  service_tier: "auto",
  context_management: { edits: [{ type: "clear_tool_uses_20250919" }] },
  output_config: { effort: "low", format: { type: "json_schema", schema } },
  metadata: { user_id: "u" },
};

export interface Seed {
  path: string;
  type: ServedType;
  dialect: "openai" | "anthropic";
  bodies: readonly Record<string, unknown>[];
}

/** A sound body for each address of the data plane, with every part that is read by someone. */
export const SEEDS: readonly Seed[] = [
  { path: "/v1/chat/completions", type: "llm", dialect: "openai", bodies: streamed(chat) },
  { path: "/v1/completions", type: "llm", dialect: "openai", bodies: streamed(completions) },
  { path: "/v1/responses", type: "llm", dialect: "openai", bodies: streamed(responses) },
  { path: "/v1/messages", type: "llm", dialect: "anthropic", bodies: streamed(messages) },
  { path: "/v1/messages/count_tokens", type: "llm", dialect: "anthropic", bodies: [messages] },
  {
    path: "/v1/embeddings",
    type: "text_embedding",
    dialect: "openai",
    bodies: [
      { input: ["Paris"], encoding_format: "float" },
      { input: "Paris", encoding_format: "base64", dimensions: 2 },
      { input: [[1, 2, 3]] },
    ],
  },
  {
    path: "/v1/rerank",
    type: "rerank",
    dialect: "openai",
    bodies: [
      { query: "capital", documents: ["Paris", "Rome", "Oslo"], top_n: 2, return_documents: true },
      {
        query: "capital",
        documents: [{ text: "Paris", land: "France" }, { text: "Rome" }],
        rank_fields: ["text", "land"],
      },
    ],
  },
  {
    path: "/v1/audio/speech",
    type: "tts",
    dialect: "openai",
    bodies: [
      { input: "Hello", voice: "alloy", response_format: "mp3", speed: 1, instructions: "Calm." },
      { input: "Hello", voice: "Kore", response_format: "wav", stream_format: "sse" },
    ],
  },
];

function streamed(body: Record<string, unknown>): Record<string, unknown>[] {
  return [body, { ...body, stream: true, stream_options: { include_usage: true } }];
}

export const TRANSCRIPTION_PATH = "/v1/audio/transcriptions";

/** The fields of a form around a recording, as name and value. */
export const TRANSCRIPTION_FIELDS: readonly (readonly [string, string])[] = [
  ["language", "en"],
  ["prompt", "Names: Ada"],
  ["response_format", "verbose_json"],
  ["temperature", "0.2"],
  ["timestamp_granularities[]", "word"],
  ["timestamp_granularities[]", "segment"],
  ["stream", "false"],
];
