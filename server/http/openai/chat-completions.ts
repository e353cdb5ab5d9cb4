import { toAppError } from "@/lib/contracts/errors";
import type { Caller, Gateway } from "@/server/gateway";
import { chatRequest } from "@/server/gateway/spec/chat";
import type { Exchange } from "@/server/http/exchange";
import { readJson } from "@/server/http/read-body";
import { setReceiptHeaders, setRouteHeaders, writeChunk, writeJson } from "@/server/http/write-answer";
import { ChatChunkEncoder, toChatBody } from "./chat-body";
import { toErrorBody } from "./write-error";

/** Large enough for a few images and a long context, small enough to hold. */
const MAX_BODY_BYTES = 20_000_000;

/** `POST /v1/chat/completions`, after OpenAI's chat API reference. */
export async function chatCompletions(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const request = await readJson(exchange.req, chatRequest, MAX_BODY_BYTES);
  const { requestId, signal, res } = exchange;
  if (!request.stream) {
    const { result, receipt } = await gateway.chat(caller, request, { requestId, signal });
    setReceiptHeaders(res, receipt);
    writeJson(res, 200, toChatBody(result, receipt.counts, Math.floor(Date.now() / 1000)));
    return;
  }
  const stream = await gateway.chatStream(caller, request, { requestId, signal });
  setRouteHeaders(res, stream);
  res.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  const includeUsage = request.stream_options?.include_usage === true;
  await relay(stream.events, new ChatChunkEncoder(requestId, stream.model, includeUsage), includeUsage, exchange);
}

async function relay(
  events: Awaited<ReturnType<Gateway["chatStream"]>>["events"],
  encoder: ChatChunkEncoder,
  includeUsage: boolean,
  { res, signal, requestId, report }: Exchange,
): Promise<void> {
  let isNative = false;
  try {
    let step = await events.next();
    while (!step.done) {
      isNative ||= step.value.raw !== undefined;
      let frames = "";
      for (const payload of encoder.encode(step.value)) frames += `data: ${payload}\n\n`;
      if (frames) await writeChunk(res, frames, signal);
      step = await events.next();
    }
    const usage = includeUsage && !isNative && step.value ? `data: ${encoder.usageChunk(step.value.counts)}\n\n` : "";
    res.end(`${usage}data: [DONE]\n\n`);
  } catch (thrown) {
    // The head is out, so the error goes into the stream in the client's own dialect; without [DONE], so nobody takes it for whole.
    if (signal.aborted) return;
    const error = toAppError(thrown);
    report(error);
    res.end(`data: ${JSON.stringify(toErrorBody(error, requestId))}\n\n`);
  } finally {
    await events.return(undefined);
  }
}
