import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { PlaygroundSpeakResult, playgroundSpeakInput } from "@/lib/contracts/playground";
import type { ServiceContext } from "@/server/services/service-context";
import { callerOf, newCall } from "./playground-call";
import { toCallReceipt } from "./to-call-receipt";

/** Ten minutes of speech at 256 kbit/s: more than 4,096 characters ever make. */
const MOST_BYTES = 20_000_000;

export async function speakInPlayground(
  context: ServiceContext,
  input: z.infer<typeof playgroundSpeakInput>,
  signal?: AbortSignal,
): Promise<PlaygroundSpeakResult> {
  const { audio, contentType } = await context.gateway.speak(callerOf(context, "playground"), input, newCall(signal));
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    let step = await audio.next();
    while (!step.done) {
      size += step.value.length;
      if (size > MOST_BYTES)
        throw new AppError(
          "provider_bad_response",
          "The provider's audio is longer than 20 MB. Send a shorter text, or call /v1/audio/speech, which has no limit.",
        );
      chunks.push(step.value);
      step = await audio.next();
    }
    if (!step.value) throw new AppError("provider_stream_broken");
    return { contentType, audioBase64: Buffer.concat(chunks).toString("base64"), receipt: toCallReceipt(step.value) };
  } finally {
    await audio.return(undefined);
  }
}
