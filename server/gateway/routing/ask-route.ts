import type { ConfigTrace } from "@/lib/contracts/effective-config";
import { type AppError, isAppError } from "@/lib/contracts/errors";
import type { RouteTrace } from "@/lib/contracts/request";
import type { RouteAnswer, RouteQuestion } from "@/lib/contracts/route-question";
import { priceUsage } from "@/server/gateway/ledger/price-usage";
import { aimCall, type RouteConfig } from "./aim-call";
import { type RouteTarget, toRouteInput, traceRoute } from "./choose-among";
import { noCandidateError } from "./explain-rejection";
import { findFlips } from "./find-flips";
import { outputTokensOf, projectMs, type RouteInput, type Routing, route } from "./route";
import type { RouteCall, RouteViews } from "./route-call";

/** What routing decides by at one moment. */
export type RouteState = RouteConfig & RouteViews;

/** A question worked out: with nothing called and nothing charged. */
export interface AskedRoute {
  call: RouteCall;
  target: RouteTarget;
  input: RouteInput;
  routing: Routing;
  /** Of the tiers; undefined where none spoke. */
  config: ConfigTrace | undefined;
}

/** The smallest share of the estimate that the live call's lower bound takes; see `needs-of-call`. */
const LEAST_SHARE = 4;

function toRouteCall(question: RouteQuestion, { health, speed }: RouteViews): RouteCall {
  return {
    health,
    speed,
    needs: {
      inputTokens: question.inputTokens,
      inputTokensAtLeast: Math.floor(question.inputTokens / LEAST_SHARE),
      maxOutputTokens: question.maxOutputTokens ?? null,
      features: question.features,
      taskType: question.taskType ?? null,
      mustBePriced: question.mustBePriced,
    },
    random: () => Math.min(question.draw, 1 - Number.EPSILON),
    ...(question.byTask ? { routesByTask: true } : {}),
    ...(question.strategy ? { strategy: { value: question.strategy, source: "question" } } : {}),
  };
}

/** Where a call would go, by the very functions that live calls go through. Throws what they throw. */
export function askRoute(from: RouteState, question: RouteQuestion): AskedRoute {
  const { modelType: type, model, apiKeyId } = question;
  const { config, call, target } = aimCall(from, {
    type,
    model,
    apiKey: apiKeyId === undefined ? undefined : from.tenant.apiKeyById.get(apiKeyId),
    call: toRouteCall(question, from),
  });
  const input = toRouteInput(from.tenant, type, target, call);
  return { call, target, input, routing: route(input), config: config.trace };
}

/** The same as an explanation: candidates, scores, rejections, what each would cost, and what would flip the choice. */
export function answerRoute(from: RouteState, question: RouteQuestion): RouteAnswer {
  let asked: AskedRoute;
  try {
    asked = askRoute(from, question);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { trace: null, error: toFault(error), projections: [], flips: [] };
  }
  const { call, target, input, routing, config } = asked;
  const trace: RouteTrace = traceRoute(from.tenant, target, call, input, routing);
  if (config !== undefined) trace.config = config;
  const isRefused = routing.order.length === 0;
  return {
    trace,
    error: isRefused ? toFault(noCandidateError(routing.rejected, question.modelType, call.needs)) : null,
    projections: routing.order.slice(0, trace.candidates.length).map((judged) => {
      const { config, model } = judged.candidate;
      const counts = { inputTokens: call.needs.inputTokens, outputTokens: outputTokensOf(call.needs, model) };
      const charge = priceUsage(counts, model.price);
      return {
        model: model.modelId,
        providerConfigId: config.id,
        costNanoUsd: charge.isPriced ? charge.costNanoUsd.toString() : null,
        latencyMs: projectMs(judged, input),
      };
    }),
    flips: findFlips(input, routing),
  };
}

function toFault({ code, message }: AppError): { code: string; message: string } {
  return { code, message };
}
