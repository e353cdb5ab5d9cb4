import { toAppError } from "@/lib/contracts/errors";
import { type Caller, type Gateway, readCacheControl } from "@/server/gateway";
import type { ChatCall } from "@/server/gateway/spec/chat";
import { callOptions } from "@/server/http/call-options";
import type { Exchange } from "@/server/http/exchange";
import {
  setBudgetHeaders,
  setReceiptHeaders,
  setRouteHeaders,
  setWarningsHeader,
  writeChunk,
  writeJson,
  writeJsonText,
} from "@/server/http/write-answer";
import type { ChatEncoder, ChatWriter } from "./chat-writer";

/** Answers a chat call in its client's dialect: whole, or as server-sent events. */
export async function serveChat(
  gateway: Gateway,
  caller: Caller,
  exchange: Exchange,
  call: ChatCall,
  writer: ChatWriter,
): Promise<void> {
  const { res, req } = exchange;
  const cacheWish = readCacheControl(req.headers["cache-control"]);
  const bounds = callOptions(exchange);
  const options = cacheWish === undefined ? bounds : { ...bounds, cacheWish };
  if (!call.request.stream) {
    const { result, receipt } = await gateway.chat(caller, call, options);
    setReceiptHeaders(res, receipt);
    if (result.raw?.dialect === writer.dialect) writeJsonText(res, 200, result.raw.text);
    else writeJson(res, 200, writer.toBody(result, receipt));
    return;
  }
  const stream = await gateway.chatStream(caller, call, options);
  const { model, estimatedInputTokens } = stream;
  await relay(stream, writer.createEncoder({ requestId: exchange.requestId, model, estimatedInputTokens }), exchange);
}

async function relay(
  stream: Awaited<ReturnType<Gateway["chatStream"]>>,
  encoder: ChatEncoder,
  exchange: Exchange,
): Promise<void> {
  const { res, signal } = exchange;
  const { events } = stream;
  try {
    setRouteHeaders(res, stream);
    setBudgetHeaders(res, stream.budget);
    setWarningsHeader(res, stream.warnings);
    res.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    let step = await events.next();
    while (!step.done) {
      let frames = "";
      for (const event of step.value) frames += encoder.encode(event);
      if (frames) await writeChunk(res, frames, signal);
      step = await events.next();
    }
    res.end(encoder.end(step.value));
  } catch (thrown) {
    if (signal.aborted) return;
    if (!res.headersSent) throw thrown;
    // The head is out, so the error goes into the stream in the client's own dialect.
    const error = toAppError(thrown);
    exchange.report(error);
    res.end(encoder.fail(error));
  } finally {
    await events.return(undefined);
  }
}
