import type { ToolCallDelta } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { sseFrame } from "@/server/http/chat/chat-writer";
import { tagReasoning } from "@/server/http/chat/reasoning-tag";
import { JsonProgress } from "./json-progress";
import { isForeign, signatureOf, toRedactedData, UNPROVEN } from "./message-body";

/** Text that has come and not been sent yet is `waiting`. */
type Block =
  | { kind: "text"; waiting: string; isOpen: boolean }
  | { kind: "thinking"; waiting: string; isOpen: boolean; place: number | undefined; signature: string }
  | { kind: "redacted"; waiting: ""; isOpen: boolean; data: string }
  | {
      kind: "tool";
      waiting: string;
      isOpen: boolean;
      /** Among the answer's tool calls. */
      place: number;
      id: string | undefined;
      name: string | undefined;
      json: JsonProgress;
      isBlank: boolean;
    };
type ToolBlock = Extract<Block, { kind: "tool" }>;
type ThinkingBlock = Extract<Block, { kind: "thinking" }>;

/**
 * The content blocks of one streamed Message, one open at a time as the dialect demands. The first is sent as it comes; what belongs to
 * later ones waits until those before are whole: calls of tools may come interleaved.
 */
export class BlockQueue {
  readonly #blocks: Block[] = [];
  readonly #newToolId: (place: number) => string;
  /** Places of the calls that are closed. */
  readonly #closedTools = new Set<number>();
  #index = 0;
  #toolCount = 0;

  constructor(newToolId: (place: number) => string) {
    this.#newToolId = newToolId;
  }

  get hasToolCalls(): boolean {
    return this.#toolCount > 0;
  }

  addText(text: string): void {
    const last = this.#blocks.at(-1);
    if (last?.kind === "text") last.waiting += text;
    else this.#blocks.push({ kind: "text", waiting: text, isOpen: false });
  }

  /** Thinking of which only the text is known. */
  addReasoning(text: string): void {
    const last = this.#blocks.at(-1);
    if (last?.kind === "thinking" && last.signature === "") last.waiting += text;
    else this.#openThinking(text, undefined);
  }

  addDetail(detail: ReasoningDetail): void {
    const last = this.#blocks.at(-1);
    if (detail.type !== "reasoning.encrypted") {
      const block = this.#thinkingFor(detail);
      block.signature ||= signatureOf(detail);
    } else if (last?.kind === "thinking" && last.signature === "" && isForeign(detail)) {
      last.signature = tagReasoning(detail);
    } else {
      this.#blocks.push({ kind: "redacted", waiting: "", isOpen: false, data: toRedactedData(detail) });
    }
  }

  /** The block that the detail's text goes on, with that text; parts of one summary stand as paragraphs of one block. */
  #thinkingFor(detail: ReasoningDetail): ThinkingBlock {
    const text = detail.text ?? detail.summary ?? "";
    const last = this.#blocks.at(-1);
    if (last?.kind === "thinking") {
      const isSame = last.place === undefined || detail.index === undefined || last.place === detail.index;
      if (isSame || (detail.type === "reasoning.summary" && last.signature === "")) {
        if (!isSame && text !== "") last.waiting += "\n\n";
        last.place = detail.index ?? last.place;
        last.waiting += text;
        return last;
      }
    }
    return this.#openThinking(text, detail.index);
  }

  #openThinking(waiting: string, place: number | undefined): ThinkingBlock {
    const block: ThinkingBlock = { kind: "thinking", waiting, isOpen: false, place, signature: "" };
    this.#blocks.push(block);
    return block;
  }

  addToolCall({ index, id, name, arguments: json }: ToolCallDelta): void {
    const open = this.#openTool(index, id);
    // What some servers send after a call is whole, its name again or a blank, is no call of its own.
    if (open === undefined && this.#closedTools.has(index) && !id) return;
    const block = open ?? this.#newTool(index);
    block.id ??= id;
    block.name ??= name;
    if (json === undefined) return;
    block.json.add(json);
    block.isBlank &&= json.trim() === "";
    block.waiting += json;
  }

  /** Some servers number all calls 0 and tell them apart by id. */
  #openTool(place: number, id: string | undefined): ToolBlock | undefined {
    const block = this.#blocks.findLast((each) => each.kind === "tool" && each.place === place);
    if (block?.kind !== "tool") return undefined;
    return id === undefined || block.id === undefined || block.id === id ? block : undefined;
  }

  #newTool(place: number): ToolBlock {
    const block: ToolBlock = {
      kind: "tool",
      waiting: "",
      isOpen: false,
      place,
      id: undefined,
      name: undefined,
      json: new JsonProgress(),
      isBlank: true,
    };
    this.#blocks.push(block);
    this.#toolCount += 1;
    return block;
  }

  /** Frames of all that may be sent now; at the end of the answer that is everything. */
  take(isEnd: boolean): string {
    let frames = "";
    for (;;) {
      const head = this.#blocks[0];
      if (head === undefined) return frames;
      frames += this.#send(head, isEnd);
      if (!isEnd && (this.#blocks.length === 1 || !isWhole(head))) return frames;
      frames += this.#close(head);
      if (head.kind === "tool") this.#closedTools.add(head.place);
      this.#blocks.shift();
      this.#index += 1;
    }
  }

  #send(block: Block, isEnd: boolean): string {
    let frames = "";
    if (!block.isOpen) {
      // A call can't be opened before its name is known.
      if (block.kind === "tool" && block.name === undefined && !isEnd) return "";
      block.isOpen = true;
      frames = this.#open(block);
    }
    if (block.kind === "redacted" || block.waiting === "") return frames;
    const piece = JSON.stringify(block.waiting);
    block.waiting = "";
    return frames + this.#delta(DELTAS[block.kind], piece);
  }

  #open(block: Block): string {
    if (block.kind === "redacted") return this.#start({ type: "redacted_thinking", data: block.data });
    if (block.kind === "text") return this.#start({ type: "text", text: "" });
    if (block.kind === "thinking") return this.#start({ type: "thinking", thinking: "", signature: "" });
    const id = block.id || this.#newToolId(this.#index);
    return this.#start({ type: "tool_use", id, name: block.name ?? "", input: {} });
  }

  #close(block: Block): string {
    let frames = "";
    if (block.kind === "thinking") frames = this.#delta(DELTAS.signature, JSON.stringify(block.signature || UNPROVEN));
    // Clients parse what the deltas add up to: a call without arguments has an empty object, not nothing.
    if (block.kind === "tool" && block.isBlank) frames = this.#delta(DELTAS.tool, '"{}"');
    return `${frames}${sseFrame("content_block_stop", `{"type":"content_block_stop","index":${this.#index}}`)}`;
  }

  #start(contentBlock: Record<string, unknown>): string {
    return sseFrame(
      "content_block_start",
      JSON.stringify({ type: "content_block_start", index: this.#index, content_block: contentBlock }),
    );
  }

  /** `piece` is JSON already. */
  #delta({ type, field }: DeltaShape, piece: string): string {
    return sseFrame(
      "content_block_delta",
      `{"type":"content_block_delta","index":${this.#index},"delta":{"type":"${type}","${field}":${piece}}}`,
    );
  }
}

interface DeltaShape {
  type: string;
  field: string;
}
const DELTAS = {
  text: { type: "text_delta", field: "text" },
  thinking: { type: "thinking_delta", field: "thinking" },
  signature: { type: "signature_delta", field: "signature" },
  tool: { type: "input_json_delta", field: "partial_json" },
} as const satisfies Record<string, DeltaShape>;

/** Whether nothing more can come for a block once another has begun. Only a call's arguments can still be under way: their JSON tells. */
function isWhole(block: Block): boolean {
  return block.kind !== "tool" || (block.name !== undefined && block.json.isWhole);
}
