import type {
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseOutputText,
  ResponseReasoningItem,
} from "openai/resources/responses/responses";
import type { ChatResult, ToolCall } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { tagReasoning } from "@/server/http/chat/reasoning-tag";
import { toLogprobs } from "./to-logprobs";

/** What a model behind Sluice puts out. */
export type OutputItem =
  | ResponseOutputMessage
  | ResponseFunctionToolCall
  | ResponseReasoningItem
  | ResponseOutputItem.ImageGenerationCall;

type ItemStatus = ResponseOutputMessage["status"];

/** Ids of one response's items. OpenAI tells kinds apart by how an id begins; `rs_sluice_` is thinking that it did not do itself. */
export class ItemIds {
  readonly #base: string;
  #count = 0;

  constructor(requestId: string) {
    this.#base = requestId.replaceAll("-", "");
  }

  next(prefix: "msg" | "fc" | "ig" | "rs_sluice" | "call"): string {
    this.#count += 1;
    return `${prefix}_${this.#base}${this.#count.toString(16).padStart(2, "0")}`;
  }
}

/** The items of a whole answer, in the order in which a stream would open them. */
export function toOutput(result: ChatResult, ids: ItemIds): OutputItem[] {
  const { text, toolCalls = [], images = [] } = result;
  const isCut = result.finishReason === "length" || result.finishReason === "content_filter";
  const thoughts = toReasoning(result, ids);
  const isNothing = thoughts.length + toolCalls.length + images.length === 0;
  return [
    ...thoughts,
    ...(text === "" && !isNothing
      ? []
      : [
          messageItem(ids.next("msg"), isCut ? "incomplete" : "completed", [
            textPart(text, toLogprobs(result.logprobs)),
          ]),
        ]),
    ...images.map((url) => imageItem(ids.next("ig"), url)),
    ...toolCalls.map((call) => callItem(ids.next("fc"), "completed", { ...call, id: call.id || ids.next("call") })),
  ];
}

function toReasoning({ reasoning, reasoningDetails = [] }: ChatResult, ids: ItemIds): ResponseReasoningItem[] {
  const told = reasoningDetails.filter((detail) => textOf(detail) !== "" || isProof(detail));
  const isTextApart = reasoning !== undefined && reasoning !== "" && !told.some((detail) => textOf(detail) !== "");
  return [
    ...(isTextApart ? [reasoningItem(ids.next("rs_sluice"), reasoning)] : []),
    ...told.map((detail) => reasoningItem(ids.next("rs_sluice"), textOf(detail), isProof(detail) ? detail : undefined)),
  ];
}

export function textOf({ text, summary }: ReasoningDetail): string {
  return text ?? summary ?? "";
}

export function isProof({ data, signature }: ReasoningDetail): boolean {
  return data !== undefined || signature !== undefined;
}

/** Thinking of which nothing is proven. Client libraries drop what has no encrypted content, and its text is worth keeping too. */
const UNPROVEN: ReasoningDetail = { type: "reasoning.text", format: "unknown" };

/** The proof goes out whether or not it was asked for: without a store nothing else carries it into the next turn. */
export function reasoningItem(id: string, text: string, proof: ReasoningDetail = UNPROVEN): ResponseReasoningItem {
  const isOwn = proof.format === "openai-responses-v1" && proof.data !== undefined;
  return {
    type: "reasoning",
    id: (isOwn && proof.id) || id,
    summary: text === "" ? [] : [{ type: "summary_text", text }],
    encrypted_content: isOwn ? proof.data : tagReasoning(proof),
  };
}

export function messageItem(id: string, status: ItemStatus, content: ResponseOutputText[]): ResponseOutputMessage {
  return { type: "message", id, status, role: "assistant", content };
}

export function textPart(text: string, logprobs: ResponseOutputText["logprobs"] = []): ResponseOutputText {
  return { type: "output_text", text, annotations: [], logprobs };
}

export function callItem(id: string, status: ItemStatus, call: ToolCall): ResponseFunctionToolCall {
  return { type: "function_call", id, status, call_id: call.id, name: call.name, arguments: call.arguments };
}

/** A picture as the image tool gives it: the base64 of its data URL. */
export function imageItem(id: string, url: string): ResponseOutputItem.ImageGenerationCall {
  return { type: "image_generation_call", id, status: "completed", result: url.slice(url.indexOf(",") + 1) };
}
