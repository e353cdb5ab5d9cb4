import { toAppError } from "@/lib/contracts/errors";
import type { PlaygroundChatEvent, PlaygroundChatInput } from "@/lib/contracts/playground";
import type { CallOptions } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";
import { callerOf, newCall } from "./playground-call";
import { toCallReceipt } from "./to-call-receipt";

/** The answer as it comes, then its receipt. An error ends it as an event, so that the text so far stays; leaving off aborts the call upstream. */
export async function* chatInPlayground(
  context: ServiceContext,
  input: PlaygroundChatInput,
  signal?: AbortSignal,
  also: Pick<CallOptions, "runId" | "templateId"> = {},
): AsyncGenerator<PlaygroundChatEvent> {
  const { model, system, messages, temperature, maxTokens } = input;
  const abort = new AbortController();
  const call = { ...newCall(signal ? AbortSignal.any([signal, abort.signal]) : abort.signal), ...also };
  try {
    const { events } = await context.gateway.chatStream(
      callerOf(context, "playground"),
      {
        request: {
          model,
          messages: system ? [{ role: "system", content: system }, ...messages] : messages,
          stream: true,
          temperature,
          max_tokens: maxTokens,
        },
      },
      call,
    );
    let finishReason = "stop";
    try {
      let step = await events.next();
      while (!step.done) {
        for (const { text, reasoning, finishReason: reason } of step.value) {
          finishReason = reason ?? finishReason;
          if (text || reasoning) yield { type: "delta", text, reasoning };
        }
        step = await events.next();
      }
      if (step.value) yield { type: "done", finishReason, receipt: toCallReceipt(step.value) };
    } finally {
      await events.return(undefined);
    }
  } catch (thrown) {
    if (signal?.aborted) return;
    const error = toAppError(thrown);
    if (error.code === "internal")
      context.log.error({ err: thrown, requestId: call.requestId }, "A playground chat failed.");
    yield { type: "error", code: error.code, message: error.message, requestId: call.requestId };
  } finally {
    abort.abort();
  }
}
