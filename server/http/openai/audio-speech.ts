import { toAppError } from "@/lib/contracts/errors";
import type { Caller, Gateway } from "@/server/gateway";
import { speechRequest } from "@/server/gateway/spec/speech";
import { callOptions } from "@/server/http/call-options";
import { sseFrame } from "@/server/http/chat/chat-writer";
import type { Exchange } from "@/server/http/exchange";
import { readJson } from "@/server/http/read-body";
import { setRouteHeaders, writeChunk } from "@/server/http/write-answer";
import { SpeechEvents } from "./speech-events";
import { toErrorBody } from "./write-error";

const MAX_BODY_BYTES = 1_000_000;

/**
 * `POST /v1/audio/speech`: the audio as it comes, or as events where they were asked for. A break after the first byte is an error
 * event, or closes the connection, which is how HTTP says "incomplete".
 */
export async function audioSpeech(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const { req, res, signal } = exchange;
  const request = await readJson(req, speechRequest, MAX_BODY_BYTES);
  const speech = await gateway.speak(caller, request, callOptions(exchange));
  const isInEvents = speech.contentType.startsWith("text/event-stream");
  const events = request.stream_format === "sse" && !isInEvents ? new SpeechEvents() : undefined;
  try {
    let step = await speech.audio.next();
    setRouteHeaders(exchange, speech);
    exchange.setHeader("content-type", events ? "text/event-stream; charset=utf-8" : speech.contentType);
    exchange.setHeader("cache-control", "no-store");
    if (events || isInEvents) exchange.setHeader("x-accel-buffering", "no");
    exchange.writeHead(200);
    while (!step.done) {
      const chunk = events ? events.delta(step.value) : step.value;
      if (chunk.length > 0) await writeChunk(res, chunk, signal);
      step = await speech.audio.next();
    }
    res.end(events?.end(step.value));
  } catch (thrown) {
    if (signal.aborted || !res.headersSent || !(events || isInEvents)) throw thrown;
    const error = toAppError(thrown);
    exchange.report(error);
    res.end(sseFrame("", JSON.stringify(toErrorBody(error, exchange.requestId))));
  } finally {
    await speech.audio.return(undefined);
  }
}
