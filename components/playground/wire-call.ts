import type { CallDraft } from "./call-draft";

/** The draft as the OpenAI-compatible surface takes it. `body` is null where a form with a file is sent instead. */
export function toWireCall(draft: CallDraft): { path: string; body: Record<string, unknown> | null } {
  switch (draft.type) {
    case "llm": {
      const { model, system, messages, temperature, maxTokens } = draft.input;
      return {
        path: "/chat/completions",
        body: {
          model,
          messages: system ? [{ role: "system", content: system }, ...messages] : messages,
          ...(temperature === undefined ? {} : { temperature }),
          ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
          stream: true,
        },
      };
    }
    case "text_embedding":
      return { path: "/embeddings", body: draft.input };
    case "rerank":
      return { path: "/rerank", body: draft.input };
    case "tts":
      return { path: "/audio/speech", body: draft.input };
    case "speech_to_text":
      return { path: "/audio/transcriptions", body: null };
  }
}
