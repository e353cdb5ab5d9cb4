import type { ResponseOutputText, ResponseStreamEvent } from "openai/resources/responses/responses";
import type { ChatEvent, FinishReason, ToolCallDelta } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import {
  callItem,
  ItemIds,
  imageItem,
  isProof,
  messageItem,
  type OutputItem,
  reasoningItem,
  textOf,
  textPart,
} from "./output-items";
import { toLogprobs } from "./to-logprobs";

type Unnumbered<Event> = Event extends unknown ? Omit<Event, "sequence_number"> : never;
/** Events about the output; those about the whole response are the encoder's. */
export type OutputEvent = Unnumbered<Exclude<ResponseStreamEvent, { response: unknown } | { type: "error" }>>;

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
interface OpenCall {
  /** Undefined until the call's name is known. */
  place: number | undefined;
  id: string;
  callId: string;
  name: string;
  arguments: string;
}

/**
 * The output of one streamed answer, item by item: words and thinking one after the other, calls side by side until the end. Each step
 * gives the frames to send.
 */
export class OutputStream {
  readonly #ids: ItemIds;
  readonly #frame: (event: OutputEvent) => string;
  readonly #done: OutputItem[] = [];
  readonly #calls = new Map<number, OpenCall>();
  #opened = 0;
  #open: OpenMessage | OpenThought | undefined;

  constructor(requestId: string, frame: (event: OutputEvent) => string) {
    this.#ids = new ItemIds(requestId);
    this.#frame = frame;
  }

  /** Complete ones only, in their order. */
  get items(): OutputItem[] {
    return this.#done.filter((item) => item !== undefined);
  }

  add(event: ChatEvent): string {
    let frames = this.#thinkAll(event);
    if (event.text) frames += this.#say(event.text, toLogprobs(event.logprobs));
    for (const url of event.images ?? []) frames += this.#show(url);
    for (const delta of event.toolCalls ?? []) frames += this.#call(delta);
    return frames;
  }

  close(finishReason: FinishReason): string {
    const isCut = finishReason === "length" || finishReason === "content_filter";
    // An answer of nothing is an empty message, as in a whole one.
    let frames = this.#opened === 0 && this.#calls.size === 0 ? this.#openMessage() : "";
    frames += this.#closeOpen(isCut ? "incomplete" : "completed");
    for (const call of this.#calls.values()) frames += this.#closeCall(call);
    return frames;
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
      frames += this.#frame({
        type: "response.output_item.added",
        output_index: place,
        item: { type: "reasoning", id, summary: [] },
      });
      frames += this.#frame({
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
      this.#frame({
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
      this.#frame({ type: "response.output_item.added", output_index: place, item }) +
      this.#finish(place, item)
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
      place: this.#opened++,
      id: this.#ids.next("rs_sluice"),
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
      this.#frame({
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
    const id = this.#ids.next("msg");
    const place = this.#opened++;
    this.#open = { kind: "message", place, id, text: "", logprobs: [] };
    return (
      frames +
      this.#frame({
        type: "response.output_item.added",
        output_index: place,
        item: messageItem(id, "in_progress", []),
      }) +
      this.#frame({
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
    const item = imageItem(this.#ids.next("ig"), url);
    const place = this.#opened++;
    return (
      frames +
      this.#frame({
        type: "response.output_item.added",
        output_index: place,
        item: { ...item, status: "in_progress", result: null },
      }) +
      this.#finish(place, item)
    );
  }

  #call(delta: ToolCallDelta): string {
    const call = this.#calls.get(delta.index) ?? { place: undefined, id: "", callId: "", name: "", arguments: "" };
    this.#calls.set(delta.index, call);
    if (delta.id) call.callId ||= delta.id;
    if (call.place === undefined) {
      call.name += delta.name ?? "";
      call.arguments += delta.arguments ?? "";
      return call.name === "" ? "" : this.#openCall(call);
    }
    if (!delta.arguments) return "";
    call.arguments += delta.arguments;
    return this.#argue(call, delta.arguments);
  }

  #openCall(call: OpenCall): string {
    const frames = this.#closeOpen();
    call.place = this.#opened++;
    call.id = this.#ids.next("fc");
    call.callId ||= this.#ids.next("call");
    const item = callItem(call.id, "in_progress", { id: call.callId, name: call.name, arguments: "" });
    return (
      frames +
      this.#frame({ type: "response.output_item.added", output_index: call.place, item }) +
      (call.arguments === "" ? "" : this.#argue(call, call.arguments))
    );
  }

  #argue({ id, place = 0 }: OpenCall, delta: string): string {
    return this.#frame({ type: "response.function_call_arguments.delta", item_id: id, output_index: place, delta });
  }

  #closeCall(call: OpenCall): string {
    const frames = call.place === undefined ? this.#openCall(call) : "";
    const { id, place = 0, callId, name, arguments: text } = call;
    return (
      frames +
      this.#frame({
        type: "response.function_call_arguments.done",
        item_id: id,
        output_index: place,
        name,
        arguments: text,
      }) +
      this.#finish(place, callItem(id, "completed", { id: callId, name, arguments: text }))
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
      this.#frame({ type: "response.reasoning_summary_text.done", ...about, text }) +
      this.#frame({
        type: "response.reasoning_summary_part.done",
        ...about,
        part: { type: "summary_text", text },
      }) +
      this.#finish(place, reasoningItem(id, text, proof))
    );
  }

  #closeMessage({ id, place, text, logprobs }: OpenMessage, status: "completed" | "incomplete"): string {
    const about = { item_id: id, output_index: place, content_index: 0 };
    const part = textPart(text, logprobs);
    return (
      this.#frame({ type: "response.output_text.done", ...about, text, logprobs }) +
      this.#frame({ type: "response.content_part.done", ...about, part }) +
      this.#finish(place, messageItem(id, status, [part]))
    );
  }

  #finish(place: number, item: OutputItem): string {
    this.#done[place] = item;
    return this.#frame({ type: "response.output_item.done", output_index: place, item });
  }
}
