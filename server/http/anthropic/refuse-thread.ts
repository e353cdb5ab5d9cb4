import { AppError } from "@/lib/contracts/errors";

/** The field that asks Anthropic to keep the conversation between turns. */
export const THREAD = "thread";

/**
 * What tells Anthropic's clients to send the whole conversation with each turn instead
 * (platform.claude.com/docs/en/build-with-claude/message-threads).
 */
export const THREAD_REFUSAL = { error_code: "thread_unsupported_request", unsupported: [] };

/**
 * Throws for a turn of a conversation kept at Anthropic: such a turn holds the new messages alone, so another provider would answer
 * without the rest, another key of Anthropic could not find it, and what it costs could not be bounded beforehand.
 */
export function refuseThread(body: Readonly<Record<string, unknown>>): void {
  if (body[THREAD] === undefined || body[THREAD] === null) return;
  throw new AppError(
    "invalid_request",
    'Sluice does not keep conversations between turns, since each turn may be served by another provider. Send all messages, without "thread".',
    { param: THREAD },
  );
}
