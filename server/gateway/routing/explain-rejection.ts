import { AppError, type ErrorCode } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { RejectionCode, RouteFeature } from "@/lib/contracts/routing";
import type { CallNeeds } from "./call-needs";
import type { Candidate } from "./candidate";
import type { CandidateHealth } from "./candidate-health";
import type { Rejection } from "./route";

export const TYPE_NAMES: Record<ModelType, string> = {
  llm: "chat",
  text_embedding: "embedding",
  rerank: "rerank",
  tts: "speech",
  speech_to_text: "transcription",
};

const FEATURE_NAMES: Record<RouteFeature, string> = {
  tools: "tool calls",
  vision: "pictures",
  audio: "audio input",
  json_schema: "JSON schemas",
  reasoning: "reasoning",
  streaming: "streams",
};

const CODES: Record<RejectionCode, ErrorCode> = {
  wrong_type: "model_type_mismatch",
  provider_disabled: "provider_config_disabled",
  provider_unverified: "provider_config_disabled",
  model_gone: "model_disabled",
  model_disabled: "model_disabled",
  not_allowed_for_key: "model_not_allowed",
  made_elsewhere: "affinity_lost",
  unhealthy: "upstreams_unavailable",
  feature_missing: "capability_unsupported",
  context_too_long: "context_too_long",
  unpriced_under_budget: "no_candidate",
  limit_reached: "rate_limited",
  attempt_failed: "provider_unavailable",
};

/** The error that a rejection is to a client who named this one model. */
export function errorCodeOf({ code, condition }: Rejection): ErrorCode {
  return condition?.code ?? CODES[code];
}

/** Why a candidate was passed over, and what to do about it. */
export function explainRejection(
  { config, model }: Candidate,
  { code, feature, reason }: Rejection,
  type: ModelType,
  needs: CallNeeds,
): string {
  const named = `"${model.modelId}" of ${config.name}`;
  switch (code) {
    case "wrong_type":
      return `${named} is a ${TYPE_NAMES[model.type]} model and can't serve a ${TYPE_NAMES[type]} request. Name a ${TYPE_NAMES[type]} model.`;
    case "provider_disabled":
      return `Provider "${config.name}" is disabled. Enable it under Providers in the console.`;
    case "provider_unverified":
      return `Provider "${config.name}" has not passed its test. Test it under Providers in the console.`;
    case "model_gone":
      return `"${model.modelId}" is no longer listed by ${config.name}. Choose another model, or sync again.`;
    case "model_disabled":
      return `${named} is disabled. Enable it under Models in the console.`;
    case "not_allowed_for_key":
      return `${named} is not among the models that this API key may call.`;
    case "made_elsewhere":
      return `${named} is not asked: the request continues what another provider account made, which only that one can read.`;
    case "feature_missing":
      return `${named} is not known to take ${FEATURE_NAMES[feature ?? "tools"]}, which the request needs.`;
    case "context_too_long":
      return `${named} reads ${model.contextWindow ?? 0} tokens at most; the request has at least ${needs.inputTokensAtLeast}, by estimate ${needs.inputTokens}.`;
    case "unpriced_under_budget":
      return `${named} has no price, and a budget applies. Set its price under Models in the console.`;
    case "unhealthy":
    case "limit_reached":
    case "attempt_failed":
      return reason ?? `${named} can't serve now.`;
  }
}

/** How many reasons are written out; the others are counted. */
const MOST_REASONS = 8;

/** The typed error of a call that nobody can serve: with one reason its own code, else what all agree on, else `no_candidate`. */
export function noCandidateError(
  rejected: readonly { candidate: Candidate; rejection: Rejection | null }[],
  type: ModelType,
  needs: CallNeeds,
): AppError {
  const reasons = rejected.flatMap(({ candidate, rejection }) => (rejection ? [{ candidate, rejection }] : []));
  const codes = new Set(reasons.map(({ rejection }) => errorCodeOf(rejection)));
  const [only] = codes;
  const sentences = [
    ...new Set(
      reasons
        .slice(0, MOST_REASONS)
        .map(({ candidate, rejection }) => explainRejection(candidate, rejection, type, needs)),
    ),
  ];
  if (reasons.length > MOST_REASONS) {
    const rest = new Map<RejectionCode, number>();
    for (const { rejection } of reasons.slice(MOST_REASONS))
      rest.set(rejection.code, (rest.get(rejection.code) ?? 0) + 1);
    sentences.push(
      `And ${[...rest].map(([code, count]) => `${count} more: ${code.replaceAll("_", " ")}`).join("; ")}.`,
    );
  }
  // Who holds the state is the only one who could, so that the others are left out decides.
  if (codes.has("affinity_lost")) {
    return new AppError(
      "affinity_lost",
      `${sentences.join(" ")} Name a model that the same account serves, or send the conversation's text without "previous_response_id", item references and encrypted reasoning.`,
      { param: "model" },
    );
  }
  // Where somebody only stands back for the moment, that is the answer: the others would not do at any time.
  const passing = reasons.flatMap(({ rejection: { condition } }) => condition ?? []);
  if (passing.length > 0) return standingBack(passing, sentences);
  return new AppError(only !== undefined && codes.size === 1 ? only : "no_candidate", sentences.join(" "), {
    param: "model",
  });
}

function standingBack(conditions: readonly CandidateHealth[], sentences: readonly string[]): AppError {
  const codes = new Set(conditions.map(({ code }) => code ?? "upstreams_unavailable"));
  const [only] = codes;
  const retryAfterSeconds = Math.min(...conditions.map((each) => each.retryAfterSeconds ?? 1));
  return new AppError(
    only !== undefined && codes.size === 1 ? only : "upstreams_unavailable",
    `No provider of this model takes calls right now, so none was made. ${sentences.join(" ")} Try again in ${retryAfterSeconds} s, or close the circuit under Providers in the console.`,
    { retryAfterSeconds },
  );
}
