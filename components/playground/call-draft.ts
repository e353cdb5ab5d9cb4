import type { z } from "zod";
import type {
  PlaygroundChatInput,
  playgroundEmbedInput,
  playgroundRerankInput,
  playgroundSpeakInput,
} from "@/lib/contracts/playground";

/** A call as it stands in the form, ready to be sent or written as code. */
export type CallDraft =
  | { type: "llm"; input: PlaygroundChatInput }
  | { type: "text_embedding"; input: z.infer<typeof playgroundEmbedInput> }
  | { type: "rerank"; input: z.infer<typeof playgroundRerankInput> }
  | { type: "tts"; input: z.infer<typeof playgroundSpeakInput> }
  | { type: "speech_to_text"; input: { model: string; fileName: string; contentType: string } };
