import { createHash } from "node:crypto";
import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
  readText,
} from "@/server/gateway/providers/wire/json-value";
import type { ChatEvent, ToolCallDelta } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { isFailedFinish, readFinishReason } from "./read-finish-reason";
import { readLogprobs } from "./read-logprobs";
import { readGeminiUsage } from "./read-usage";

const FORMAT = "google-gemini-v1";

/** `GenerateContentResponse`s as neutral steps: the chunks of a stream one after another, or the one whole answer. Remembers what came before. */
export class GeminiAnswerReader {
  #callCount = 0;
  #hasContent = false;
  #nextBlock = 0;
  /** The block of thoughts that is still open. */
  #thoughtBlock: number | undefined;

  /** Throws `content_filtered` where the prompt was blocked, `provider_bad_response` where the model wrote a call that can't be used. */
  read(answer: JsonRecord): ChatEvent {
    const event: ChatEvent = {};
    const id = readText(answer, "responseId");
    if (id !== undefined) event.id = id;
    const model = readText(answer, "modelVersion");
    if (model !== undefined) event.model = model;
    const usage = readGeminiUsage(answer.usageMetadata);
    if (usage !== undefined) event.usage = usage;

    const [candidate] = readArray(answer, "candidates");
    if (!isRecord(candidate)) {
      const blockReason = readText(readRecord(answer, "promptFeedback") ?? {}, "blockReason");
      if (blockReason !== undefined) throw promptBlocked(blockReason);
      return event;
    }
    for (const part of readArray(readRecord(candidate, "content") ?? {}, "parts"))
      if (isRecord(part)) this.#readPart(part, event);
    const logprobs = readLogprobs(candidate);
    if (logprobs !== undefined) event.logprobs = logprobs;
    const reason = readText(candidate, "finishReason");
    if (reason !== undefined && reason !== "FINISH_REASON_UNSPECIFIED") this.#finish(reason, event);
    return event;
  }

  #readPart(part: JsonRecord, event: ChatEvent): void {
    const signature = readText(part, "thoughtSignature");
    const text = readText(part, "text");
    if (part.thought === true) {
      if (text !== undefined) this.#addThought(text, event);
      if (signature !== undefined) this.#addProof(signature, undefined, event);
      return;
    }
    if (text !== undefined) {
      event.text = (event.text ?? "") + text;
      this.#hasContent = true;
    }
    const call = readRecord(part, "functionCall");
    const callId = call === undefined ? undefined : this.#addCall(call, event);
    const image = readImage(part);
    if (image !== undefined) {
      event.images = [...(event.images ?? []), image];
      this.#hasContent = true;
    }
    if (signature !== undefined) this.#addProof(signature, callId, event);
    else if (text !== undefined || call !== undefined || image !== undefined) this.#thoughtBlock = undefined;
  }

  #addThought(text: string, event: ChatEvent): void {
    event.reasoning = (event.reasoning ?? "") + text;
    this.#thoughtBlock ??= this.#nextBlock++;
    const index = this.#thoughtBlock;
    const details = event.reasoningDetails ?? [];
    const open = details.find((detail) => detail.index === index);
    if (open !== undefined) open.text = (open.text ?? "") + text;
    else details.push({ type: "reasoning.text", text, format: FORMAT, index });
    event.reasoningDetails = details;
  }

  #addProof(data: string, id: string | undefined, event: ChatEvent): void {
    this.#thoughtBlock = undefined;
    const detail: ReasoningDetail = { type: "reasoning.encrypted", data, format: FORMAT, index: this.#nextBlock++ };
    if (id !== undefined) detail.id = id;
    event.reasoningDetails = [...(event.reasoningDetails ?? []), detail];
  }

  #addCall(call: JsonRecord, event: ChatEvent): string {
    const name = readString(call, "name") ?? "";
    const args = JSON.stringify(call.args ?? {});
    const index = this.#callCount++;
    const id = readText(call, "id") ?? makeCallId(event.id, name, args, index);
    const delta: ToolCallDelta = { index, id, name, arguments: args };
    event.toolCalls = [...(event.toolCalls ?? []), delta];
    this.#hasContent = true;
    return id;
  }

  #finish(reason: string, event: ChatEvent): void {
    if (isFailedFinish(reason) && !this.#hasContent) {
      throw new AppError(
        "provider_bad_response",
        `The model wrote a function call that can't be used (${reason}). Try again, simplify the functions, or choose another model.`,
      );
    }
    event.finishReason = readFinishReason(reason, this.#callCount > 0);
  }
}

/** The same for the same answer, and new with each: older models name no call, but clients and other vendors need a name. */
function makeCallId(answerId: string | undefined, name: string, args: string, index: number): string {
  const source = answerId ?? createHash("sha256").update(`${name}\n${args}`).digest("hex").slice(0, 24);
  return `call_${source.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 48)}_${index}`;
}

function readImage(part: JsonRecord): string | undefined {
  const blob = readRecord(part, "inlineData");
  const mimeType = blob === undefined ? undefined : readText(blob, "mimeType");
  const data = blob === undefined ? undefined : readText(blob, "data");
  return mimeType?.startsWith("image/") && data !== undefined ? `data:${mimeType};base64,${data}` : undefined;
}

function promptBlocked(reason: string): AppError {
  return new AppError(
    "content_filtered",
    `Google blocked the prompt (${reason.replace(/[^A-Z_]/g, "").slice(0, 40)}). Change it, or choose another model.`,
  );
}
