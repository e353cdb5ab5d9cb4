import type { CallSettings } from "@/lib/contracts/call-settings";
import { type CacheSubject, cacheSubjectOf } from "@/server/gateway/cache/cache-key";
import { type CacheUse, cacheUseOf } from "@/server/gateway/cache/cache-use";
import type { CachedAnswer } from "@/server/gateway/cache/cached-answer";
import type { AnswerOrigin } from "@/server/gateway/cache/create-response-cache";
import { isCacheableAnswer, isCacheableCall } from "@/server/gateway/cache/is-cacheable";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { ChatCall, ChatResult } from "@/server/gateway/spec/chat";
import { totalInputTokens, totalOutputTokens } from "@/server/gateway/spec/usage";
import type { Caller, CallOptions } from "./caller";
import { embedQuestion } from "./embed-question";
import type { Begun } from "./execute";
import type { GatewayParts } from "./gateway-parts";
import type { Receipt } from "./receipt";

/** A chat call that uses the response cache. */
export interface CachedChat {
  /** The answer that the first candidate gave before: to the same request, or where the organization wants that, to one that means nearly the same. */
  find(): Promise<FoundAnswer | undefined>;
  /** Keeps a whole answer for the next time, under whoever really gave it. Nothing where it is not fit to be given again. */
  keep(result: ChatResult, receipt: Receipt): void;
}

export interface FoundAnswer {
  answer: CachedAnswer;
  status: "hit" | "semantic";
}

/** How a chat call uses the cache; undefined, and nothing spent, where it does not. */
export function cachedChatOf(
  parts: GatewayParts,
  { plan, run }: Begun,
  caller: Caller,
  call: ChatCall,
  options: CallOptions,
): CachedChat | undefined {
  const { tenant, processorId, candidates } = plan;
  const use = cacheUseOf(tenant.cachePolicy, {
    isCompletion: options.isCompletion ?? false,
    isEnabled: plan.settings.cache,
    wish: options.cacheWish,
  });
  const [first] = candidates;
  if (use === undefined || first === undefined || !isCacheableCall(call)) return undefined;
  run.cacheStatus = "miss";
  let hashed: CacheSubject | undefined;
  const subject = () => (hashed ??= subjectOf(use, caller, call, plan.settings));
  const originOf = (by: Pick<Receipt, "provider" | "providerConfigId" | "model">): AnswerOrigin => ({
    tenantId: caller.tenantId,
    provider: by.provider,
    providerConfigId: by.providerConfigId,
    modelId: by.model,
    processorId,
    templateId: options.templateId ?? null,
  });
  const { cache } = parts;
  let vector: readonly number[] | undefined;
  return {
    async find() {
      const origin = originOf(namesOf(first));
      const same = await cache.find(use, subject(), origin);
      if (same) return { answer: same, status: "hit" };
      const { question } = subject();
      if (!use.policy.semantic.isEnabled || question === undefined) return undefined;
      vector = await embedQuestion(parts, caller, question, options.signal, run.warnings);
      const similar = vector && (await cache.findSimilar(use, subject(), origin, vector));
      return similar && { answer: similar, status: "semantic" };
    },
    keep(result, receipt) {
      if (!isCacheableAnswer(result)) return;
      const tokens = totalInputTokens(receipt.counts) + totalOutputTokens(receipt.counts);
      cache.keep(use, subject(), originOf(receipt), toCached(result, receipt), { tokens, vector });
    },
  };
}

/** What configuration fills in decides the answer as much as what the client wrote. */
function subjectOf(
  { policy }: CacheUse,
  { tenantId, apiKeyId }: Caller,
  call: ChatCall,
  settings: CallSettings,
): CacheSubject {
  return cacheSubjectOf({ tenantId, apiKeyId: policy.scope === "api_key" ? apiKeyId : null, call, settings });
}

function namesOf({ config, model }: Candidate) {
  return { provider: config.provider, providerConfigId: config.id, model: model.modelId };
}

function toCached(result: ChatResult, receipt: Receipt): CachedAnswer {
  const { id, model, text, reasoning, reasoningDetails, stopSequence, raw } = result;
  return {
    id,
    model,
    text,
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(reasoningDetails === undefined ? {} : { reasoningDetails }),
    ...(stopSequence === undefined ? {} : { stopSequence }),
    ...(raw === undefined ? {} : { raw }),
    counts: receipt.counts,
    costNanoUsd: receipt.costNanoUsd.toString(),
    latencyMs: receipt.latencyMs,
  };
}
