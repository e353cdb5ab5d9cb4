import type { ResponseErrorEvent, ResponseStreamEvent } from "openai/resources/responses/responses";
import type { AppError } from "@/lib/contracts/errors";
import type { Receipt } from "@/server/gateway";
import type { ChatEvent, FinishReason } from "@/server/gateway/spec/chat";
import { type ChatEncoder, type StreamFacts, sseFrame } from "@/server/http/chat/chat-writer";
import { toErrorBody } from "@/server/http/openai/write-error";
import type { OutputItem } from "./output-items";
import { OutputList } from "./output-list";
import { OutputStream } from "./output-stream";
import { beginResponse, endResponse, type ResponseBody } from "./response-body";
import type { ResponsesRequest } from "./responses-request";

type ResponseEventType = Extract<ResponseStreamEvent, { response: unknown }>["type"];

/** Writes one answer's events as a stream of Responses events (platform.openai.com/docs/api-reference/responses-streaming). */
export class ResponsesEncoder implements ChatEncoder {
  readonly #request: ResponsesRequest;
  readonly #requestId: string;
  readonly #list: OutputList;
  readonly #output: OutputStream;
  readonly #createdAtSeconds = Math.floor(Date.now() / 1000);
  #model: string;
  #begun: ResponseBody | undefined;
  #sequence = 0;
  #finishReason: FinishReason = "stop";
  /** The last event that went through untouched. */
  #lastNative: string | undefined;

  constructor(
    request: ResponsesRequest,
    { requestId, model }: StreamFacts,
    private readonly keep: (items: readonly OutputItem[]) => void = () => undefined,
  ) {
    this.#request = request;
    this.#requestId = requestId;
    this.#model = model;
    this.#list = new OutputList(requestId, (event) => this.#frame(event.type, event));
    this.#output = new OutputStream(this.#list);
  }

  encode(event: ChatEvent): string {
    if (event.raw?.dialect === "responses") {
      this.#lastNative = event.raw.data;
      return sseFrame(event.raw.event, event.raw.data);
    }
    // Warnings go with the head of the answer; the events of the upstream's own, which begin it themselves, may yet follow.
    if (event.warnings && Object.keys(event).length === 1) return "";
    if (event.model && !this.#begun) this.#model = event.model;
    if (event.finishReason) this.#finishReason = event.finishReason;
    const opening = this.#begin().frames;
    return opening + this.#output.add(event);
  }

  end(receipt: Receipt | undefined): string {
    if (this.#lastNative !== undefined) return "";
    const { begun, frames } = this.#begin();
    const closing = this.#output.close(this.#finishReason);
    this.keep(this.#list.items);
    const whole = endResponse(begun, this.#list.items, this.#finishReason, receipt?.counts);
    const type = whole.status === "completed" ? "response.completed" : "response.incomplete";
    return frames + closing + this.#responseFrame(type, whole);
  }

  /** The documented event keeps its error flat, the stock SDK raises one that is nested: both are there. */
  fail(error: AppError): string {
    const failed = this.#lastNative === undefined ? this.#failed(error) : "";
    if (this.#lastNative !== undefined) this.#sequence = sequenceAfter(this.#lastNative);
    const { error: nested } = toErrorBody(error, this.#requestId);
    const event: Omit<ResponseErrorEvent, "sequence_number"> = {
      type: "error",
      code: error.code,
      message: error.message,
      param: error.details.param ?? null,
    };
    return failed + this.#frame("error", { ...event, error: nested });
  }

  #failed({ code, message }: AppError): string {
    const { begun, frames } = this.#begin();
    const isLimit = code === "rate_limited" || code === "provider_rate_limited";
    const failed: ResponseBody = {
      ...begun,
      status: "failed",
      output: this.#list.items,
      error: { code: isLimit ? "rate_limit_exceeded" : "server_error", message },
    };
    return frames + this.#responseFrame("response.failed", failed);
  }

  #begin(): { begun: ResponseBody; frames: string } {
    if (this.#begun) return { begun: this.#begun, frames: "" };
    this.#begun = beginResponse(this.#request, {
      requestId: this.#requestId,
      model: this.#model,
      createdAtSeconds: this.#createdAtSeconds,
    });
    const frames =
      this.#responseFrame("response.created", this.#begun) + this.#responseFrame("response.in_progress", this.#begun);
    return { begun: this.#begun, frames };
  }

  #responseFrame(type: ResponseEventType, response: ResponseBody): string {
    return this.#frame(type, { type, response });
  }

  #frame(type: string, event: object): string {
    return sseFrame(type, JSON.stringify({ ...event, sequence_number: this.#sequence++ }));
  }
}

function sequenceAfter(data: string): number {
  const [, last] = /"sequence_number"\s*:\s*(\d+)/.exec(data) ?? [];
  return last === undefined ? 0 : Number(last) + 1;
}
