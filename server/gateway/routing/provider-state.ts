import type { ChatCall, ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { stateOfItem } from "@/server/gateway/spec/state-of-item";

const NONE: readonly string[] = [];

/** How Sluice begins a proof of another vendor's thinking. */
const FOREIGN_PROOF = "sluice.";

/**
 * What in a request only the provider account understands that made it: an answer or conversation that it keeps, an item of one, thinking that it
 * encrypted for itself (platform.openai.com/docs/guides/reasoning). Signatures of Anthropic and Gemini are not among it: they hold in every account.
 */
export function stateOfCall({ request, native }: ChatCall): readonly string[] {
  const state: string[] = [];
  if (native?.dialect === "responses") addOfBody(state, native.body);
  else for (const { reasoning_details: details } of request.messages) if (details) addProofs(state, details);
  return state.length === 0 ? NONE : state;
}

/** What later requests may hand back of an answer, or of a piece of one. */
export function stateOfAnswer({
  stateIds,
  reasoningDetails,
}: Pick<ChatResult | ChatEvent, "stateIds" | "reasoningDetails">): readonly string[] {
  if (stateIds === undefined && reasoningDetails === undefined) return NONE;
  const state = [...(stateIds ?? NONE)];
  for (const detail of reasoningDetails ?? []) addProof(state, detail);
  return state;
}

function addOfBody(state: string[], body: Readonly<Record<string, unknown>>): void {
  const { previous_response_id: previous, conversation, input } = body;
  if (typeof previous === "string") state.push(previous);
  if (typeof conversation === "string") state.push(conversation);
  else if (isObject(conversation)) state.push(...stateOfItem(conversation));
  if (!Array.isArray(input)) return;
  for (const item of input) {
    if (!isObject(item)) continue;
    if (item.type === "item_reference") state.push(...stateOfItem(item));
    if (item.type !== "reasoning") continue;
    const { encrypted_content: proof } = item;
    // A proof stands for the whole item. Without one, the provider looks the item up by its id.
    if (typeof proof !== "string") state.push(...stateOfItem(item));
    else if (!proof.startsWith(FOREIGN_PROOF)) state.push(proof);
  }
}

function addProofs(state: string[], details: unknown): void {
  if (Array.isArray(details)) for (const detail of details) if (isObject(detail)) addProof(state, detail);
}

function addProof(
  state: string[],
  { format, data }: Readonly<Record<string, unknown>> | Pick<ReasoningDetail, "format" | "data">,
): void {
  if (format === "openai-responses-v1" && typeof data === "string") state.push(data);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
