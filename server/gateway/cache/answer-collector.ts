import type { ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";

/** A longer answer is not kept, so it need not be held either. */
const MAX_CHARACTERS = 1_000_000;

/** Puts a streamed answer together as it passes, to be kept once it is whole. */
export class AnswerCollector {
  #id = "";
  #model = "";
  #text = "";
  #reasoning = "";
  readonly #details: ReasoningDetail[] = [];
  #finishReason: ChatResult["finishReason"] | undefined;
  #stopSequence: string | undefined;
  /** True once something passed that can't be given again from what is held here. */
  #isUnfit = false;

  add(event: ChatEvent): void {
    if (this.#isUnfit) return;
    this.#id ||= event.id ?? "";
    this.#model ||= event.model ?? "";
    this.#text += event.text ?? "";
    this.#reasoning += event.reasoning ?? "";
    if (event.reasoningDetails) this.#details.push(...event.reasoningDetails);
    this.#finishReason = event.finishReason ?? this.#finishReason;
    this.#stopSequence = event.stopSequence ?? this.#stopSequence;
    this.#isUnfit =
      event.toolCalls !== undefined ||
      event.images !== undefined ||
      event.logprobs !== undefined ||
      this.#text.length + this.#reasoning.length > MAX_CHARACTERS;
    if (this.#isUnfit) this.#text = this.#reasoning = "";
  }

  /** The whole answer; undefined for one that is not fit to be kept. */
  result(): ChatResult | undefined {
    if (this.#isUnfit || this.#finishReason === undefined) return undefined;
    return {
      id: this.#id,
      model: this.#model,
      text: this.#text,
      ...(this.#reasoning === "" ? {} : { reasoning: this.#reasoning }),
      ...(this.#details.length === 0 ? {} : { reasoningDetails: this.#details }),
      ...(this.#stopSequence === undefined ? {} : { stopSequence: this.#stopSequence }),
      finishReason: this.#finishReason,
      warnings: [],
    };
  }
}
