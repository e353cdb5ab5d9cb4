import type { Completion, CompletionChoice } from "openai/resources/completions";
import { z } from "zod";
import type { AppError } from "@/lib/contracts/errors";
import type { Receipt } from "@/server/gateway";
import type { ChatEvent, FinishReason } from "@/server/gateway/spec/chat";
import { type ChatEncoder, type ChatWriter, type StreamFacts, sseFrame } from "@/server/http/chat/chat-writer";
import { toUsageBody } from "@/server/http/openai/usage-body";
import { toErrorBody } from "@/server/http/openai/write-error";
import type { CompletionsRequest } from "./completions-request";
import { promptOf } from "./to-chat-call";

/** Writes answers as legacy completions (platform.openai.com/docs/api-reference/completions/object). Thinking has no place there. */
export function completionsWriter(request: CompletionsRequest, requestId: string): ChatWriter {
  const echo = request.echo ? (promptOf(request) ?? "") : "";
  return {
    dialect: "completions",
    toBody: (result, receipt): Completion => ({
      ...envelope(requestId, result.model, now()),
      choices: [choiceOf(echo + result.text, result.finishReason, toLogprobs(result.logprobs, echo.length))],
      usage: toUsageBody(receipt.counts),
    }),
    createEncoder: (stream) => new CompletionsEncoder(stream, echo, request.stream_options?.include_usage === true),
  };
}

const now = () => Math.floor(Date.now() / 1000);

function envelope(requestId: string, model: string, createdAtSeconds: number) {
  return {
    id: `cmpl-${requestId.replaceAll("-", "")}`,
    object: "text_completion" as const,
    created: createdAtSeconds,
    model,
  };
}

/** A completion knows no tools, so a call of one is an end like any other. */
function finishOf(reason: FinishReason): CompletionChoice["finish_reason"] {
  return reason === "tool_calls" ? "stop" : reason;
}

function choiceOf(
  text: string,
  finishReason: FinishReason,
  logprobs: CompletionChoice.Logprobs | null,
): CompletionChoice {
  return { text, index: 0, logprobs, finish_reason: finishOf(finishReason) };
}

class CompletionsEncoder implements ChatEncoder {
  readonly #requestId: string;
  readonly #created = now();
  readonly #includeUsage: boolean;
  #model: string;
  /** Still to be put before the answer. */
  #echo: string;
  #isNative = false;
  #length = 0;

  constructor({ requestId, model }: StreamFacts, echo: string, includeUsage: boolean) {
    this.#requestId = requestId;
    this.#model = model;
    this.#echo = echo;
    this.#includeUsage = includeUsage;
  }

  encode(event: ChatEvent): string {
    if (event.raw?.dialect === "completions") {
      this.#isNative = true;
      return event.isUsageOnly && !this.#includeUsage ? "" : sseFrame("", event.raw.data);
    }
    if (event.model) this.#model = event.model;
    if (!event.text && !event.finishReason) return "";
    const text = this.#echo + (event.text ?? "");
    const logprobs = toLogprobs(event.logprobs, this.#length + this.#echo.length);
    this.#echo = "";
    this.#length += text.length;
    // The type has no chunk of its own: in those before the last the reason is null.
    return this.#chunk([
      { text, index: 0, logprobs, finish_reason: event.finishReason ? finishOf(event.finishReason) : null },
    ]);
  }

  end(receipt: Receipt | undefined): string {
    const usage = this.#includeUsage && !this.#isNative && receipt ? this.#chunk([], toUsageBody(receipt.counts)) : "";
    return `${usage}data: [DONE]\n\n`;
  }

  /** Without [DONE], so that nobody takes the answer for whole. */
  fail(error: AppError): string {
    return sseFrame("", JSON.stringify(toErrorBody(error, this.#requestId)));
  }

  #chunk(choices: readonly unknown[], usage?: Completion["usage"]): string {
    const chunk = { ...envelope(this.#requestId, this.#model, this.#created), choices, ...(usage ? { usage } : {}) };
    return sseFrame("", JSON.stringify(chunk));
  }
}

const chatLogprobs = z.object({
  content: z.array(
    z.object({
      token: z.string(),
      logprob: z.number(),
      top_logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })).default([]),
    }),
  ),
});

/** Chat's list of tokens as the parallel lists of a completion; `offset` is where the first token stands in its text. */
function toLogprobs(value: unknown, offset: number): CompletionChoice.Logprobs | null {
  const content = chatLogprobs.safeParse(value).data?.content;
  if (!content?.length) return null;
  const offsets: number[] = [];
  let next = offset;
  for (const { token } of content) {
    offsets.push(next);
    next += token.length;
  }
  return {
    tokens: content.map(({ token }) => token),
    token_logprobs: content.map(({ logprob }) => logprob),
    top_logprobs: content.map(({ top_logprobs: top }) =>
      Object.fromEntries(top.map(({ token, logprob }) => [token, logprob])),
    ),
    text_offset: offsets,
  };
}
