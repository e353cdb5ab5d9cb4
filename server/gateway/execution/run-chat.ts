import { toResult } from "@/server/gateway/cache/cached-answer";
import { needsOfChat } from "@/server/gateway/routing/needs-of-call";
import { stateOfAnswer } from "@/server/gateway/routing/provider-state";
import type { ChatCall, ChatResult } from "@/server/gateway/spec/chat";
import { askedTier } from "./asked-tier";
import { boundChat } from "./bound-call";
import { boundOutput } from "./bound-output";
import { cachedChatOf } from "./cached-chat";
import type { Caller, CallOptions } from "./caller";
import { estimateChatInput, estimateChatOutput } from "./estimate-usage";
import { begin, capability, type Execution, execute } from "./execute";
import { fillSettings } from "./fill-settings";
import type { GatewayParts } from "./gateway-parts";
import { type Answer, endOnce } from "./run-once";
import { speakNatively } from "./speak-natively";

/** A chat whose answer comes in one piece: a kept one, or a new one. */
export async function runChat(
  parts: GatewayParts,
  caller: Caller,
  call: ChatCall,
  options: CallOptions,
): Promise<Answer<ChatResult>> {
  const { request } = call;
  const estimate = estimateChatInput(request);
  const execution: Execution<ChatResult> = {
    caller,
    options,
    type: "llm",
    model: request.model,
    isStream: false,
    needs: needsOfChat(call, estimate),
    chat: call,
    estimate,
    askedTier: askedTier(request),
    bound: (model) => boundChat(call, model),
    invoke(definition, context, { candidate: { model }, admission }, { settings }) {
      const llm = capability(definition, "llm");
      const filled = fillSettings(call, settings, model, llm, estimate);
      const bounded = boundOutput(filled.call, admission.maxOutputTokens);
      const spoken = speakNatively(bounded, llm, context, model.maxOutputTokens);
      const answering = llm.complete(spoken.request, spoken.context);
      const losses = filled.warnings.length === 0 ? spoken.losses : [...filled.warnings, ...spoken.losses];
      return losses.length === 0 ? answering : withLosses(answering, losses);
    },
  };
  const beginning = begin(parts, execution);
  const begun = beginning instanceof Promise ? await beginning : beginning;
  const cached = cachedChatOf(parts, begun, caller, call, options);
  // Nearly always undefined, and then not even waited for.
  const found = cached && (await cached.find());
  const [first] = begun.plan.candidates;
  if (found && first) {
    const receipt = begun.run.endFromCache(first, found.answer, found.status);
    return { result: toResult(found.answer), receipt };
  }
  const served = await execute(parts, execution, begun);
  const answer = endOnce(served, (result) => ({ ...estimate, ...estimateChatOutput(result) }));
  cached?.keep(answer.result, answer.receipt);
  const state = stateOfAnswer(answer.result);
  if (state.length > 0) parts.origins.keep(caller.tenantId, answer.receipt.providerConfigId, state);
  return answer;
}

async function withLosses(answering: Promise<ChatResult>, losses: readonly string[]): Promise<ChatResult> {
  const result = await answering;
  result.warnings.push(...losses);
  return result;
}
