/** What a call came to, in whatever dialect it was made: what must be the same with Sluice in between and without. */
export interface Outcome {
  text: string;
  /** Arguments parsed: blanks in them mean nothing. */
  toolCalls: { name: string; arguments: unknown }[];
  /** Null where the client itself does not add it up right, with Sluice or without. */
  usage: { inputTokens: number; outputTokens: number } | null;
}

/** A tool call whose arguments came as JSON text. */
export function toolCall(name: string, argumentsText: string): Outcome["toolCalls"][number] {
  return { name, arguments: JSON.parse(argumentsText) };
}
