/** How Sluice begins its own ids of reasoning items, which no provider knows. */
const FOREIGN_ID = "rs_sluice_";

/** What of an object of OpenAI's Responses (a response, a conversation, an item) an account keeps or can read alone: its id, and encrypted thinking. */
export function stateOfItem({ type, id, encrypted_content: proof }: Readonly<Record<string, unknown>>): string[] {
  const state = typeof id === "string" && !id.startsWith(FOREIGN_ID) ? [id] : [];
  if (type === "reasoning" && typeof proof === "string") state.push(proof);
  return state;
}
