import type { z } from "zod";
import type { PlaygroundTranscribeResult, playgroundTranscribeInput } from "@/lib/contracts/playground";
import type { ServiceContext } from "@/server/services/service-context";
import { callerOf, newCall } from "./playground-call";
import { toCallReceipt } from "./to-call-receipt";

export async function transcribeInPlayground(
  context: ServiceContext,
  { model, fileName, contentType, audioBase64 }: z.infer<typeof playgroundTranscribeInput>,
  signal?: AbortSignal,
): Promise<PlaygroundTranscribeResult> {
  const file = new File([Buffer.from(audioBase64, "base64")], fileName, { type: contentType });
  const { result, receipt } = await context.gateway.transcribe(
    callerOf(context, "playground"),
    { model, file },
    newCall(signal),
  );
  return { text: result.text, receipt: toCallReceipt(receipt) };
}
