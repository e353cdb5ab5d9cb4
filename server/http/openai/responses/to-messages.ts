import { z } from "zod";
import { nameValue } from "@/lib/name-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { untagReasoning } from "@/server/http/chat/reasoning-tag";
import type { Translation } from "@/server/http/chat/translation";
import type { ResponsesRequest } from "./responses-request";
import { read, toContent } from "./to-parts";

const message = z.looseObject({ role: z.enum(["user", "assistant", "system", "developer"]), content: z.unknown() });
const functionCall = z.looseObject({ call_id: z.string(), name: z.string(), arguments: z.string() });
const functionOutput = z.looseObject({ call_id: z.string(), output: z.unknown() });
const texts = z.array(z.looseObject({ text: z.string() })).nullish();
const reasoningItem = z.looseObject({
  id: z.string().nullish(),
  summary: texts,
  content: texts,
  encrypted_content: z.string().nullish(),
});

/**
 * Instructions and input items as chat messages. What the model did between two turns of the user (thinking, words, calls) lies in items
 * of its own, and becomes one message of the assistant.
 */
export function toMessages({ instructions, input }: ResponsesRequest, translation: Translation): ChatMessage[] {
  const conversation = new Conversation(translation);
  if (instructions) conversation.system(instructions);
  if (typeof input === "string") conversation.user(input);
  else for (const [index, item] of input?.entries() ?? []) conversation.add(item, `input.${index}`);
  return conversation.end();
}

interface Turn {
  texts: string[];
  calls: NonNullable<ChatMessage["tool_calls"]>;
  reasoning: string[];
  details: ReasoningDetail[];
}

class Conversation {
  readonly #messages: ChatMessage[] = [];
  readonly #translation: Translation;
  #turn: Turn | undefined;

  constructor(translation: Translation) {
    this.#translation = translation;
  }

  add(item: Readonly<Record<string, unknown>>, param: string): void {
    switch (item.type) {
      case undefined:
      case "message":
        this.#message(item, param);
        break;
      case "function_call":
        this.#call(item, param);
        break;
      case "function_call_output":
        this.#output(item, param);
        break;
      case "reasoning":
        this.#think(item, param);
        break;
      case "item_reference":
        this.#translation.refuse(
          param,
          'refers to an item that is kept at OpenAI, or that Sluice no longer remembers. Send the item itself: client libraries do so with "store" set to false.',
        );
        break;
      default:
        this.#translation.refuse(
          param,
          `is an item of the type "${nameValue(item.type)}", which only OpenAI's API knows.`,
        );
    }
  }

  system(content: NonNullable<ChatMessage["content"]>): void {
    this.#closeTurn();
    const last = this.#messages.at(-1);
    // Templates of many open models take one system message only.
    if (last?.role === "system" && typeof last.content === "string" && typeof content === "string")
      last.content += `\n\n${content}`;
    else this.#messages.push({ role: "system", content });
  }

  user(content: NonNullable<ChatMessage["content"]>): void {
    this.#closeTurn();
    this.#messages.push({ role: "user", content });
  }

  end(): ChatMessage[] {
    this.#closeTurn();
    return this.#messages;
  }

  #message(item: unknown, param: string): void {
    const known = read(message, item, param, this.#translation);
    if (!known) return;
    const content = toContent(known.content, `${param}.content`, this.#translation);
    if (known.role === "user") this.user(content);
    else if (known.role === "assistant") this.#speak(content, param);
    else this.system(content);
  }

  #speak(content: NonNullable<ChatMessage["content"]>, param: string): void {
    const turn = this.#openTurn();
    if (typeof content === "string") turn.texts.push(content);
    else
      for (const part of content)
        if (typeof part.text === "string") turn.texts.push(part.text);
        else this.#translation.refuse(`${param}.content`, "holds more than text in the assistant's own words.");
  }

  #call(item: unknown, param: string): void {
    const known = read(functionCall, item, param, this.#translation);
    if (!known) return;
    const { call_id: id, name, arguments: text } = known;
    this.#openTurn().calls.push({ id, type: "function", function: { name, arguments: text } });
  }

  #output(item: unknown, param: string): void {
    const known = read(functionOutput, item, param, this.#translation);
    if (!known) return;
    this.#closeTurn();
    const content = toContent(known.output, `${param}.output`, this.#translation);
    this.#messages.push({ role: "tool", tool_call_id: known.call_id, content });
  }

  #think(item: unknown, param: string): void {
    const known = read(reasoningItem, item, param, this.#translation);
    if (!known) return;
    const turn = this.#openTurn();
    const parts = known.summary?.length ? known.summary : (known.content ?? []);
    const text = parts.map((part) => part.text).join("\n\n");
    if (text !== "") turn.reasoning.push(text);
    for (const detail of detailsOf(text, known.encrypted_content, known.id))
      turn.details.push({ ...detail, index: turn.details.length });
  }

  #openTurn(): Turn {
    this.#turn ??= { texts: [], calls: [], reasoning: [], details: [] };
    return this.#turn;
  }

  #closeTurn(): void {
    const turn = this.#turn;
    this.#turn = undefined;
    // Thinking that led to nothing proves nothing.
    if (!turn || (turn.texts.length === 0 && turn.calls.length === 0)) return;
    this.#messages.push({
      role: "assistant",
      content: turn.texts.length === 0 ? null : turn.texts.join("\n\n"),
      ...(turn.calls.length === 0 ? {} : { tool_calls: turn.calls }),
      ...(turn.reasoning.length === 0 ? {} : { reasoning_content: turn.reasoning.join("\n\n") }),
      ...(turn.details.length === 0 ? {} : { reasoning_details: turn.details }),
    });
  }
}

/** A proof that carries no tag is OpenAI's own. */
function detailsOf(text: string, proof: string | null | undefined, id: string | null | undefined): ReasoningDetail[] {
  if (!proof) return [];
  const tagged = untagReasoning(proof);
  // A tag that proves nothing only kept the item alive.
  if (tagged && tagged.data === undefined && tagged.signature === undefined) return [];
  if (tagged?.type === "reasoning.text") return [{ ...tagged, text }];
  const encrypted: ReasoningDetail = tagged ?? {
    type: "reasoning.encrypted",
    data: proof,
    format: "openai-responses-v1",
    ...(id ? { id } : {}),
  };
  return text === ""
    ? [encrypted]
    : [{ type: "reasoning.summary", summary: text, format: encrypted.format }, encrypted];
}
