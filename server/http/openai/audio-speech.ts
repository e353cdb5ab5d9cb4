import type { Caller, Gateway } from "@/server/gateway";
import { speechRequest } from "@/server/gateway/spec/speech";
import type { Exchange } from "@/server/http/exchange";
import { readJson } from "@/server/http/read-body";
import { setRouteHeaders, writeChunk } from "@/server/http/write-answer";

const MAX_BODY_BYTES = 1_000_000;

/** `POST /v1/audio/speech`: the audio as it comes. A break after the first byte closes the connection, which is how HTTP says "incomplete". */
export async function audioSpeech(
  gateway: Gateway,
  caller: Caller,
  { req, res, requestId, signal }: Exchange,
): Promise<void> {
  const request = await readJson(req, speechRequest, MAX_BODY_BYTES);
  const speech = await gateway.speak(caller, request, { requestId, signal });
  try {
    const first = await speech.audio.next();
    setRouteHeaders(res, speech);
    res.writeHead(200, { "content-type": speech.contentType, "cache-control": "no-store" });
    for (let step = first; !step.done; step = await speech.audio.next()) await writeChunk(res, step.value, signal);
    res.end();
  } finally {
    await speech.audio.return(undefined);
  }
}
