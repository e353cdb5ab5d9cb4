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
  writeEventsHead,
  writeJson,
  writeJsonText,
} from "@/server/http/write-answer";
import type { ChatEncoder, ChatWriter } from "./chat-writer";

/** A chat call as its client's dialect reads it, and who writes the answer. */
export interface AskedChat {
  call: ChatCall;
  writer: ChatWriter;
}

/** Answers a chat call in its client's dialect: whole, or as server-sent events. */
export async function serveChat(
  gateway: Gateway,
  caller: Caller,
  exchange: Exchange,
  asked: Promise<AskedChat>,
): Promise<void> {
  const { call, writer } = await asked;
  const options = callOptions(exchange);
  const cacheWish = readCacheControl(exchange.req.headers["cache-control"]);
  if (cacheWish !== undefined) options.cacheWish = cacheWish;
  if (!call.request.stream) {
    const { result, receipt } = await gateway.chat(caller, call, options);
    setReceiptHeaders(exchange, receipt);
    if (result.raw?.dialect === writer.dialect) writeJsonText(exchange, 200, result.raw.text);
    else writeJson(exchange, 200, writer.toBody(result, receipt));
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
    setRouteHeaders(exchange, stream);
    setBudgetHeaders(exchange, stream.budget);
    setWarningsHeader(exchange, stream.warnings);
    writeEventsHead(exchange);
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
