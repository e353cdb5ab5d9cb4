import type { ChatCall, ChatRequest } from "@/server/gateway/spec/chat";
import { Translation } from "@/server/http/chat/translation";
import { explainRefusal } from "@/server/http/openai/explain-refusal";
import type { CompletionsRequest } from "./completions-request";

/** What OpenAI documents for a request without `max_tokens`. */
const DEFAULT_MAX_TOKENS = 16;

/** Fields that mean the same in the neutral request. */
const SAME: readonly string[] = [
  "temperature",
  "top_p",
  "stop",
  "stream",
  "stream_options",
  "seed",
  "presence_penalty",
  "frequency_penalty",
  "logit_bias",
  "user",
  "top_k",
];

/** Fields that are translated one by one. */
const READ: ReadonlySet<string> = new Set([
  "model",
  "prompt",
  "max_tokens",
  "n",
  "best_of",
  "echo",
  "suffix",
  "logprobs",
]);

/** A legacy completion as a neutral chat call: the prompt is the user's one message. */
export function toChatCall(body: CompletionsRequest, text: string): ChatCall {
  const translation = new Translation(explainRefusal);
  const request: ChatRequest = {
    model: body.model,
    messages: [{ role: "user", content: promptOf(body) ?? "" }],
    max_tokens: body.max_tokens ?? DEFAULT_MAX_TOKENS,
  };
  for (const name of SAME) if (body[name] != null) request[name] = body[name];
  if (body.logprobs != null) {
    request.logprobs = true;
    if (body.logprobs > 0) request.top_logprobs = body.logprobs;
  }
  refuseTheRest(body, translation);
  return { request, native: { dialect: "completions", body, text, headers: {} }, ...translation.outcome() };
}

/** The one prompt, where it is text. */
export function promptOf({ prompt }: CompletionsRequest): string | undefined {
  if (typeof prompt === "string") return prompt;
  const [only] = prompt ?? [];
  return prompt?.length === 1 && typeof only === "string" ? only : undefined;
}

function refuseTheRest(body: CompletionsRequest, translation: Translation): void {
  const { prompt, suffix, n, max_tokens: maxTokens, best_of: bestOf } = body;
  if (promptOf(body) === undefined) {
    if (prompt == null || prompt.length === 0) translation.refuse("prompt", "is empty, and a chat model needs one.");
    else if (typeof prompt[0] === "string")
      translation.refuse("prompt", "holds several prompts, which this model can't answer at once.");
    else translation.refuse("prompt", "is a list of tokens, which mean something else to every model.");
  }
  if (suffix) translation.refuse("suffix", "asks for the text before it, which a chat model can't fill in.");
  if ((n ?? 1) > 1) translation.refuse("n", "asks for several completions, and this model gives one.");
  if (maxTokens === 0) translation.refuse("max_tokens", "is 0, and a chat model writes at least one token.");
  if ((bestOf ?? 1) > 1) translation.lose('"best_of" was left out: this model writes one completion.');
  for (const [name, value] of Object.entries(body))
    if (value != null && !READ.has(name) && !SAME.includes(name))
      translation.lose(`"${name}" was left out: the provider's API has no such field.`);
}
