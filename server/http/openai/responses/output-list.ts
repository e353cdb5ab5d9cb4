import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { ItemIds, type OutputItem } from "./output-items";

type Unnumbered<Event> = Event extends unknown ? Omit<Event, "sequence_number"> : never;
/** Events about the output; those about the whole response are the encoder's. */
export type OutputEvent = Unnumbered<Exclude<ResponseStreamEvent, { response: unknown } | { type: "error" }>>;

/** The output of a streamed response while it grows: items take their places in the order in which they begin. */
export class OutputList {
  readonly ids: ItemIds;
  /** One event as it is sent. */
  readonly frame: (event: OutputEvent) => string;
  readonly #done: OutputItem[] = [];
  #taken = 0;

  constructor(requestId: string, frame: (event: OutputEvent) => string) {
    this.ids = new ItemIds(requestId);
    this.frame = frame;
  }

  get isEmpty(): boolean {
    return this.#taken === 0;
  }

  /** Complete ones only, in their order. */
  get items(): OutputItem[] {
    return this.#done.filter((item) => item !== undefined);
  }

  takePlace(): number {
    return this.#taken++;
  }

  finish(place: number, item: OutputItem): string {
    this.#done[place] = item;
    return this.frame({ type: "response.output_item.done", output_index: place, item });
  }
}
