import type { Receipt } from "@/server/gateway";
import { totalInputTokens, totalOutputTokens } from "@/server/gateway/spec/usage";
import { sseFrame } from "@/server/http/chat/chat-writer";

/** Audio as OpenAI's speech events, for providers that send bytes. Pieces end at multiples of three bytes, so that their base64 may also be joined. */
export class SpeechEvents {
  #rest: Uint8Array = new Uint8Array(0);

  delta(chunk: Uint8Array): string {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    this.#rest = bytes.subarray(whole);
    return whole === 0 ? "" : frame(bytes.subarray(0, whole));
  }

  end(receipt: Receipt | undefined): string {
    const last = this.#rest.length === 0 ? "" : frame(this.#rest);
    const input = totalInputTokens(receipt?.counts ?? {});
    const output = totalOutputTokens(receipt?.counts ?? {});
    const usage = { input_tokens: input, output_tokens: output, total_tokens: input + output };
    return last + sseFrame("", JSON.stringify({ type: "speech.audio.done", usage }));
  }
}

function frame(bytes: Uint8Array): string {
  return sseFrame("", JSON.stringify({ type: "speech.audio.delta", audio: Buffer.from(bytes).toString("base64") }));
}
