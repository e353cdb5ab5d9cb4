/** The chat dialects clients speak: OpenAI's chat, legacy completions and Responses, and Anthropic's Messages. */
export const CHAT_DIALECTS = ["chat", "completions", "responses", "messages"] as const;
export type ChatDialect = (typeof CHAT_DIALECTS)[number];

/** A request as its client wrote it. A provider of the same dialect passes it on untouched but for the model's name. */
export interface NativeRequest {
  dialect: ChatDialect;
  body: Readonly<Record<string, unknown>>;
  /** The same body as it was received: sent on as it is where nothing in it has to change. */
  text: string;
  /** Headers of the dialect that mean something to the provider (`anthropic-beta`), names in lower case. */
  headers: Readonly<Record<string, string>>;
}
