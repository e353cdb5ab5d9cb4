import { toAppError } from "@/lib/contracts/errors";
import type { Caller, Gateway, Receipt } from "@/server/gateway";
import type { TranscriptionEvent, TranscriptionRequest } from "@/server/gateway/spec/transcription";
import { totalInputTokens, totalOutputTokens } from "@/server/gateway/spec/usage";
import { callOptions } from "@/server/http/call-options";
import { sseFrame } from "@/server/http/chat/chat-writer";
import type { Exchange } from "@/server/http/exchange";
import { setRouteHeaders, writeChunk, writeEventsHead } from "@/server/http/write-answer";
import { toErrorBody } from "./write-error";

/** A transcript as OpenAI's events: the upstream's own where it streams, else one delta and the end. */
export async function streamTranscript(
  gateway: Gateway,
  caller: Caller,
  request: TranscriptionRequest,
  exchange: Exchange,
): Promise<void> {
  const { res, signal, requestId } = exchange;
  const { events, ...route } = await gateway.transcribeStream(caller, request, callOptions(exchange));
  // Held back until the receipt tells the usage it has to carry.
  let wholeText: string | undefined;
  try {
    setRouteHeaders(exchange, route);
    writeEventsHead(exchange);
    let step = await events.next();
    while (!step.done) {
      for (const event of step.value) if (event.raw === undefined) wholeText = event.text ?? wholeText;
      const frames = step.value.map(frameOf).join("");
      if (frames) await writeChunk(res, frames, signal);
      step = await events.next();
    }
    res.end(wholeText === undefined ? "" : lastFrame(wholeText, step.value));
  } catch (thrown) {
    if (signal.aborted) return;
    if (!res.headersSent) throw thrown;
    // The head is out, so the error goes into the stream.
    const error = toAppError(thrown);
    exchange.report(error);
    res.end(sseFrame("", JSON.stringify(toErrorBody(error, requestId))));
  } finally {
    await events.return(undefined);
  }
}

function frameOf({ raw, delta }: TranscriptionEvent): string {
  if (raw !== undefined) return sseFrame("", raw);
  return delta === undefined ? "" : sseFrame("", JSON.stringify({ type: "transcript.text.delta", delta }));
}

/** Usage only where tokens were counted: the event has no room for seconds. */
function lastFrame(text: string, receipt: Receipt | undefined): string {
  const input = totalInputTokens(receipt?.counts ?? {});
  const output = totalOutputTokens(receipt?.counts ?? {});
  const usage = { type: "tokens", input_tokens: input, output_tokens: output, total_tokens: input + output };
  return sseFrame("", JSON.stringify({ type: "transcript.text.done", text, ...(input > 0 ? { usage } : {}) }));
}
