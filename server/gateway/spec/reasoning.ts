/**
 * A piece of a model's thinking, in the shape OpenRouter gives it on the chat dialect (`reasoning_details` of a message), so that clients
 * which send an assistant message back unchanged send back its proof too. `format` says whose it is: a provider ignores another's.
 */
export interface ReasoningDetail {
  type: "reasoning.text" | "reasoning.summary" | "reasoning.encrypted";
  text?: string;
  summary?: string;
  /** Proves `text` to the provider that wrote it. */
  signature?: string;
  /** Opaque to everyone but the provider (`reasoning.encrypted`). */
  data?: string;
  /** The provider's id of the block, or of the tool call that the proof belongs to. */
  id?: string;
  format: ReasoningFormat;
  /** Its place among the blocks of the answer. */
  index?: number;
}

export const REASONING_FORMATS = ["anthropic-claude-v1", "openai-responses-v1", "google-gemini-v1", "unknown"] as const;
export type ReasoningFormat = (typeof REASONING_FORMATS)[number];
