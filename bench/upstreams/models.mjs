/** What the fixed upstream lists: one model that is called and enough others for routing to have something to look through. */
export const CHAT_MODEL = "bench-chat";
export const STREAM_MODEL = "bench-stream";
const OTHER_MODELS = 299;

export function listModels(ids) {
  return JSON.stringify({ object: "list", data: ids.map((id) => ({ id, object: "model", owned_by: "bench" })) });
}

export const FIXED_MODELS = [CHAT_MODEL, ...Array.from({ length: OTHER_MODELS }, (_, n) => `bench-other-${n}`)];

/** Of every answer of the fixed upstream. */
export const FIXED_USAGE = { prompt_tokens: 12, completion_tokens: 8, total_tokens: 20 };

export const FIXED_ANSWER = JSON.stringify({
  id: "chatcmpl-bench",
  object: "chat.completion",
  created: 1_760_000_000,
  model: CHAT_MODEL,
  choices: [
    { index: 0, message: { role: "assistant", content: "Hello there, this is an answer." }, finish_reason: "stop" },
  ],
  usage: FIXED_USAGE,
});
