import type { ResponseOutputText } from "openai/resources/responses/responses";
import type { ChatEvent, FinishReason } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { OpenCalls } from "./open-calls";
import { imageItem, isProof, messageItem, reasoningItem, textOf, textPart } from "./output-items";
import type { OutputList } from "./output-list";
import { toLogprobs } from "./to-logprobs";

interface OpenMessage {
  kind: "message";
  place: number;
  id: string;
  text: string;
  logprobs: NonNullable<ResponseOutputText["logprobs"]>;
}
interface OpenThought {
  kind: "thought";
  place: number;
  id: string;
  text: string;
  /** Of the block, where the provider numbers them. */
  index: number | undefined;
  proof: ReasoningDetail | undefined;
}
/**
 * The output of one streamed answer, item by item: words and thinking one after the other, calls side by side until the end. Each step
 * gives the frames to send.
 */
export class OutputStream {
  readonly #list: OutputList;
  readonly #calls: OpenCalls;
  #open: OpenMessage | OpenThought | undefined;

  constructor(list: OutputList) {
    this.#list = list;
    this.#calls = new OpenCalls(list);
  }

  add(event: ChatEvent): string {
    let frames = this.#thinkAll(event);
    if (event.text) frames += this.#say(event.text, toLogprobs(event.logprobs));
    for (const url of event.images ?? []) frames += this.#show(url);
    for (const delta of event.toolCalls ?? []) frames += this.#calls.add(delta, () => this.#closeOpen());
    return frames;
  }

  close(finishReason: FinishReason): string {
    const isCut = finishReason === "length" || finishReason === "content_filter";
    // An answer of nothing is an empty message, as in a whole one.
    let frames = this.#list.isEmpty && this.#calls.isEmpty ? this.#openMessage() : "";
    frames += this.#closeOpen(isCut ? "incomplete" : "completed");
    return frames + this.#calls.close();
  }

  #thinkAll({ reasoning, reasoningDetails = [] }: ChatEvent): string {
    const isTextApart = !reasoningDetails.some((detail) => textOf(detail) !== "");
    let frames = reasoning && isTextApart ? this.#think(reasoning, undefined) : "";
    for (const detail of reasoningDetails) {
      const text = textOf(detail);
      if (text !== "") frames += this.#think(text, detail.index);
      if (isProof(detail)) frames += this.#prove(detail);
    }
    return frames;
  }

  #think(text: string, index: number | undefined): string {
    let frames = "";
    let thought = this.#thoughtOf(index);
    if (!thought) {
      frames += this.#closeOpen();
      thought = this.#newThought(index);
      const { id, place } = thought;
      frames += this.#list.frame({
        type: "response.output_item.added",
        output_index: place,
        item: { type: "reasoning", id, summary: [] },
      });
      frames += this.#list.frame({
        type: "response.reasoning_summary_part.added",
        item_id: id,
        output_index: place,
        summary_index: 0,
        part: { type: "summary_text", text: "" },
      });
    }
    thought.text += text;
    return (
      frames +
      this.#list.frame({
        type: "response.reasoning_summary_text.delta",
        item_id: thought.id,
        output_index: thought.place,
        summary_index: 0,
        delta: text,
      })
    );
  }

  /** A signature belongs to the thought that is open; what is encrypted is a thought of its own. */
  #prove(proof: ReasoningDetail): string {
    const thought = proof.type === "reasoning.text" ? this.#thoughtOf(proof.index) : undefined;
    if (thought && thought.proof === undefined) {
      thought.proof = proof;
      return "";
    }
    const frames = this.#closeOpen();
    const { id, place } = this.#newThought(proof.index);
    this.#open = undefined;
    const item = reasoningItem(id, "", proof);
    return (
      frames +
      this.#list.frame({ type: "response.output_item.added", output_index: place, item }) +
      this.#list.finish(place, item)
    );
  }

  #thoughtOf(index: number | undefined): OpenThought | undefined {
    if (this.#open?.kind !== "thought") return undefined;
    const isSame = index === undefined || this.#open.index === undefined || this.#open.index === index;
    return isSame ? this.#open : undefined;
  }

  #newThought(index: number | undefined): OpenThought {
    const thought: OpenThought = {
      kind: "thought",
      place: this.#list.takePlace(),
      id: this.#list.ids.next("rs_sluice"),
      text: "",
      index,
      proof: undefined,
    };
    this.#open = thought;
    return thought;
  }

  #say(text: string, logprobs: OpenMessage["logprobs"]): string {
    const frames = this.#open?.kind === "message" ? "" : this.#openMessage();
    const message = this.#open;
    if (message?.kind !== "message") return frames;
    message.text += text;
    message.logprobs.push(...logprobs);
    return (
      frames +
      this.#list.frame({
        type: "response.output_text.delta",
        item_id: message.id,
        output_index: message.place,
        content_index: 0,
        delta: text,
        logprobs,
      })
    );
  }

  #openMessage(): string {
    const frames = this.#closeOpen();
    const id = this.#list.ids.next("msg");
    const place = this.#list.takePlace();
    this.#open = { kind: "message", place, id, text: "", logprobs: [] };
    return (
      frames +
      this.#list.frame({
        type: "response.output_item.added",
        output_index: place,
        item: messageItem(id, "in_progress", []),
      }) +
      this.#list.frame({
        type: "response.content_part.added",
        item_id: id,
        output_index: place,
        content_index: 0,
        part: textPart(""),
      })
    );
  }

  #show(url: string): string {
    const frames = this.#closeOpen();
    const item = imageItem(this.#list.ids.next("ig"), url);
    const place = this.#list.takePlace();
    return (
      frames +
      this.#list.frame({
        type: "response.output_item.added",
        output_index: place,
        item: { ...item, status: "in_progress", result: null },
      }) +
      this.#list.finish(place, item)
    );
  }

  #closeOpen(status: "completed" | "incomplete" = "completed"): string {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return "";
    return open.kind === "thought" ? this.#closeThought(open) : this.#closeMessage(open, status);
  }

  #closeThought({ id, place, text, proof }: OpenThought): string {
    const about = { item_id: id, output_index: place, summary_index: 0 };
    return (
      this.#list.frame({ type: "response.reasoning_summary_text.done", ...about, text }) +
      this.#list.frame({
        type: "response.reasoning_summary_part.done",
        ...about,
        part: { type: "summary_text", text },
      }) +
      this.#list.finish(place, reasoningItem(id, text, proof))
    );
  }

  #closeMessage({ id, place, text, logprobs }: OpenMessage, status: "completed" | "incomplete"): string {
    const about = { item_id: id, output_index: place, content_index: 0 };
    const part = textPart(text, logprobs);
    return (
      this.#list.frame({ type: "response.output_text.done", ...about, text, logprobs }) +
      this.#list.frame({ type: "response.content_part.done", ...about, part }) +
      this.#list.finish(place, messageItem(id, status, [part]))
    );
  }
}
