import { z } from "zod";
import {
  type PlaygroundChatEvent,
  playgroundChatEvent,
  playgroundChatInput,
  playgroundEmbedInput,
  playgroundEmbedResult,
  playgroundRerankInput,
  playgroundRerankResult,
  playgroundSpeakInput,
  playgroundSpeakResult,
  playgroundTranscribeInput,
  playgroundTranscribeResult,
} from "@/lib/contracts/playground";
import { chatInPlayground } from "@/server/services/playground/chat-in-playground";
import { embedInPlayground } from "@/server/services/playground/embed-in-playground";
import { rerankInPlayground } from "@/server/services/playground/rerank-in-playground";
import { speakInPlayground } from "@/server/services/playground/speak-in-playground";
import { transcribeInPlayground } from "@/server/services/playground/transcribe-in-playground";
import { router, tenantProcedure } from "@/server/trpc/procedures";

/** Each event is checked as it passes, as `.output()` does for an answer in one piece. */
const chatEvents = z
  .custom<AsyncIterable<PlaygroundChatEvent>>(
    (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
  )
  .transform(async function* (events) {
    for await (const event of events) yield playgroundChatEvent.parse(event);
  });

export const playgroundRouter = router({
  chat: tenantProcedure("gateway.call")
    .input(playgroundChatInput)
    .output(chatEvents)
    .mutation(({ ctx, input, signal }) => chatInPlayground(ctx, input, signal)),
  embed: tenantProcedure("gateway.call")
    .input(playgroundEmbedInput)
    .output(playgroundEmbedResult)
    .mutation(({ ctx, input, signal }) => embedInPlayground(ctx, input, signal)),
  rerank: tenantProcedure("gateway.call")
    .input(playgroundRerankInput)
    .output(playgroundRerankResult)
    .mutation(({ ctx, input, signal }) => rerankInPlayground(ctx, input, signal)),
  speak: tenantProcedure("gateway.call")
    .input(playgroundSpeakInput)
    .output(playgroundSpeakResult)
    .mutation(({ ctx, input, signal }) => speakInPlayground(ctx, input, signal)),
  transcribe: tenantProcedure("gateway.call")
    .input(playgroundTranscribeInput)
    .output(playgroundTranscribeResult)
    .mutation(({ ctx, input, signal }) => transcribeInPlayground(ctx, input, signal)),
});
