import { AppError, type ErrorCode, toAppError } from "@/lib/contracts/errors";
import { createTransport } from "@/server/gateway/egress/create-transport";
import { needsOfChat } from "@/server/gateway/routing/needs-of-call";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { ChatCall } from "@/server/gateway/spec/chat";
import { totalInputTokens } from "@/server/gateway/spec/usage";
import { admitRequest } from "./admit";
import type { Caller, CallOptions } from "./caller";
import { estimateChatInput } from "./estimate-usage";
import { capability } from "./execute";
import type { GatewayParts } from "./gateway-parts";
import { type PlannedCall, planCall } from "./plan-call";
import { speakNatively } from "./speak-natively";

export interface TokenCount {
  inputTokens: number;
  /** False when the provider itself counted. */
  isEstimated: boolean;
  model: string;
  provider: string;
  /** Why the count is an estimate, as a sentence. */
  warnings: readonly string[];
}

/** As many providers as a chat would try. */
const MAX_TRIES = 3;

/** These would meet the chat itself too, so the client has to hear of them. */
const TOLD: ReadonlySet<ErrorCode> = new Set(["provider_rejected", "context_too_long", "client_closed"]);

/**
 * How many input tokens a chat would take, by the count of the provider that would serve it, else by our estimate. Counting is free with
 * every vendor that offers it, so nothing is metered; it counts as a
 * request against the limits of tenant and API key. Throws what routing throws, and a provider's refusal of the request.
 */
export async function countTokens(
  parts: GatewayParts,
  caller: Caller,
  call: ChatCall,
  options: CallOptions,
): Promise<TokenCount> {
  const needs = needsOfChat(call, estimateChatInput(call.request));
  const planned: PlannedCall = { caller, options, type: "llm", model: call.request.model, needs };
  const plan = planCall(parts, planned);
  const place = await admitRequest(parts, planned, plan, {});
  if (place.standing) caller.listener?.showLimits(place.standing);
  try {
    return await countInTurn(parts, caller, call, options, plan.candidates);
  } finally {
    place.release(0);
  }
}

async function countInTurn(
  parts: GatewayParts,
  caller: Caller,
  call: ChatCall,
  options: CallOptions,
  candidates: readonly Candidate[],
): Promise<TokenCount> {
  let failure: AppError | undefined;
  for (const candidate of candidates.slice(0, MAX_TRIES)) {
    try {
      const inputTokens = await countAt(parts, caller, call, options, candidate);
      if (inputTokens === undefined) break;
      return { inputTokens, isEstimated: false, ...namesOf(candidate), warnings: [] };
    } catch (thrown) {
      failure = toAppError(thrown);
      if (TOLD.has(failure.code) || options.signal.aborted) throw failure;
    }
  }
  const [first] = candidates;
  if (!first) throw new AppError("internal");
  const reason = failure
    ? `the provider could not be asked: ${failure.message}`
    : "the provider has no way to count before a call.";
  return {
    inputTokens: totalInputTokens(estimateChatInput(call.request)),
    isEstimated: true,
    ...namesOf(first),
    warnings: [`The count is an estimate: ${reason}`],
  };
}

/** Undefined where the provider does not count. */
async function countAt(
  parts: GatewayParts,
  caller: Caller,
  { refusal: _refusal, ...call }: ChatCall,
  { signal }: CallOptions,
  { config, model }: Candidate,
): Promise<number | undefined> {
  const definition = parts.findProvider(config.provider);
  const llm = definition && capability(definition, "llm");
  if (definition === undefined || llm?.countTokens === undefined) return undefined;
  const credentials = await parts.credentials(caller.tenantId, config, definition);
  const http = createTransport({ egress: parts.egress, definition, credentials, signal });
  const { context } = speakNatively(call, llm, { modelId: model.modelId, credentials, http, signal }, null);
  return llm.countTokens(call.request, context);
}

function namesOf({ model }: Candidate): { model: string; provider: string } {
  return { model: model.modelId, provider: model.provider };
}
