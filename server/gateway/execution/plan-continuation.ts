import { AppError } from "@/lib/contracts/errors";
import { failureKind, mayMoveOn } from "@/server/gateway/failover/failure-kind";
import { stateOfCall } from "@/server/gateway/routing/provider-state";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { ChatCall } from "@/server/gateway/spec/chat";
import type { GatewayParts } from "./gateway-parts";
import { type CallPlan, type PlannedCall, planCall } from "./plan-call";

/**
 * `planCall`, for a chat that hands back what a provider account made held to that account: another key could not read it, and must not be shown
 * it. Where nobody knows any more who made it, the call is held to the first config that would get it anyway and speaks the client's dialect.
 * Throws `affinity_lost` where the account is not among the candidates, or the request mixes the state of several.
 */
export function planContinuation(parts: GatewayParts, planned: PlannedCall): CallPlan {
  const { chat, caller } = planned;
  const state = chat === undefined ? [] : stateOfCall(chat);
  if (chat === undefined || state.length === 0) return planCall(parts, planned);
  const known = parts.origins.find(caller.tenantId, state);
  const [origin, another] = known;
  if (another !== undefined) {
    throw new AppError(
      "affinity_lost",
      "The request hands back state (an earlier answer, one of its items or encrypted reasoning) of several provider accounts, and each can read only its own. Continue one of the answers, or send the conversation's text without it.",
    );
  }
  if (origin !== undefined) return planCall(parts, { ...planned, boundTo: origin });
  const open = planCall(parts, planned);
  const first = open.candidates.find((each) => speaks(parts, each, chat)) ?? open.candidates[0];
  return first === undefined ? open : planCall(parts, { ...planned, boundTo: first.config.id });
}

function speaks({ findProvider }: GatewayParts, { config, model }: Candidate, { native }: ChatCall): boolean {
  if (native === undefined) return true;
  return findProvider(config.provider)?.llm?.speaks?.(native.dialect, model.modelId) ?? false;
}

/**
 * The error of a call that its account did not serve. Where others would have taken over from it, the client is told why they did not, and that
 * the conversation as text may go to them.
 */
export function explainContinuation({ trace }: CallPlan, error: AppError): AppError {
  const wasHeld =
    trace.omitted?.made_elsewhere !== undefined || trace.candidates.some(({ code }) => code === "made_elsewhere");
  if (!wasHeld || !mayMoveOn(failureKind(error))) return error;
  return new AppError(
    "affinity_lost",
    `${error.message} No other provider was tried, for the request continues what only this account can read. Try again later, or send the conversation's text without "previous_response_id", item references and encrypted reasoning.`,
    error.details,
    { cause: error },
  );
}
