import type { ToolCallDelta } from "@/server/gateway/spec/chat";
import { callItem } from "./output-items";
import type { OutputList } from "./output-list";

interface OpenCall {
  /** Undefined until the call's name is known. */
  place: number | undefined;
  id: string;
  callId: string;
  name: string;
  arguments: string;
}

/** The calls of a streamed answer. Their pieces may come side by side, so all stay open to the end. */
export class OpenCalls {
  readonly #list: OutputList;
  readonly #calls = new Map<number, OpenCall>();

  constructor(list: OutputList) {
    this.#list = list;
  }

  get isEmpty(): boolean {
    return this.#calls.size === 0;
  }

  /** `closeOthers` ends what was being said or thought, as soon as the call has begun. */
  add(delta: ToolCallDelta, closeOthers: () => string): string {
    const call = this.#calls.get(delta.index) ?? { place: undefined, id: "", callId: "", name: "", arguments: "" };
    this.#calls.set(delta.index, call);
    call.callId ||= delta.id ?? "";
    call.arguments += delta.arguments ?? "";
    if (call.place !== undefined) return this.#argue(call, delta.arguments ?? "");
    call.name += delta.name ?? "";
    return call.name === "" ? "" : closeOthers() + this.#begin(call);
  }

  close(): string {
    let frames = "";
    for (const call of this.#calls.values()) frames += this.#end(call);
    return frames;
  }

  #begin(call: OpenCall): string {
    const { ids, frame } = this.#list;
    call.place = this.#list.takePlace();
    call.id = ids.next("fc");
    call.callId ||= ids.next("call");
    const item = callItem(call.id, "in_progress", { id: call.callId, name: call.name, arguments: "" });
    return (
      frame({ type: "response.output_item.added", output_index: call.place, item }) + this.#argue(call, call.arguments)
    );
  }

  #argue({ id, place = 0 }: OpenCall, delta: string): string {
    if (delta === "") return "";
    const event = { item_id: id, output_index: place, delta };
    return this.#list.frame({ type: "response.function_call_arguments.delta", ...event });
  }

  #end(call: OpenCall): string {
    const frames = call.place === undefined ? this.#begin(call) : "";
    const { id, place = 0, callId, name, arguments: text } = call;
    const done = { item_id: id, output_index: place, name, arguments: text };
    return (
      frames +
      this.#list.frame({ type: "response.function_call_arguments.done", ...done }) +
      this.#list.finish(place, callItem(id, "completed", { id: callId, name, arguments: text }))
    );
  }
}
