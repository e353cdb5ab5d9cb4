import type { ConfigTrace } from "@/lib/contracts/effective-config";
import { type AppError, isAppError } from "@/lib/contracts/errors";
import type { RouteTrace } from "@/lib/contracts/request";
import type { RouteAnswer, RouteQuestion } from "@/lib/contracts/route-question";
import { indexOperator } from "@/server/gateway/config/operator-snapshot";
import { type EffectiveConfig, kindOfName, resolveEffective } from "@/server/gateway/config/resolve-effective";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import { priceUsage } from "@/server/gateway/ledger/price-usage";
import { type RouteTarget, toRouteInput, traceRoute } from "./choose-among";
import { noCandidateError } from "./explain-rejection";
import { findFlips } from "./find-flips";
import { findTarget, isRouted, targetOf } from "./resolve-model";
import { outputTokensOf, projectMs, type RouteInput, type Routing, route } from "./route";
import type { RouteCall, RouteViews } from "./route-call";

/** A question worked out: with nothing called and nothing charged. */
export interface AskedRoute {
  call: RouteCall;
  target: RouteTarget;
  input: RouteInput;
  routing: Routing;
  /** Of the tiers; undefined where none spoke. */
  config: ConfigTrace | undefined;
}

/** A question is of the tenant's own configuration: what the operator lends may change without it. */
const NO_GLOBALS = indexOperator({ globals: [] });

/** The smallest share of the estimate that the live call's lower bound takes; see `needs-of-call`. */
const LEAST_SHARE = 4;

export function toRouteCall(question: RouteQuestion, views: RouteViews): RouteCall {
  return {
    ...views,
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
export function askRoute(tenant: TenantSnapshot, views: RouteViews, question: RouteQuestion): AskedRoute {
  const { modelType: type, model } = question;
  const asked = toRouteCall(question, views);
  const config = resolveEffective(tenant, NO_GLOBALS, {
    type,
    model,
    apiKey: undefined,
    isRouted: model === "auto" && isRouted(tenant, asked),
  });
  const call = configured(asked, config);
  const target =
    typeof config.targets === "string"
      ? findTarget(tenant, type, model, call)
      : targetOf(
          tenant,
          type,
          model,
          config.targets.value,
          { resolvedFrom: kindOfName(model), tier: config.targets.tier, standIns: [] },
          call,
        );
  const input = toRouteInput(tenant, type, target, call);
  return { call, target, input, routing: route(input), config: config.trace };
}

/** With the strategy that a tier sets, where the question has none of its own, and with the task of the processor. */
function configured(call: RouteCall, { values, profile, processor }: EffectiveConfig): RouteCall {
  const strategy = values.routing_strategy;
  const taskType = call.needs.taskType ?? processor?.value.taskType ?? null;
  return {
    ...call,
    needs: { ...call.needs, taskType },
    ...(strategy === undefined || call.strategy !== undefined
      ? {}
      : { strategy: { value: strategy, source: profile?.value ?? processor?.value.name ?? "" } }),
  };
}

/** The same as an explanation: candidates, scores, rejections, what each would cost, and what would flip the choice. */
export function answerRoute(tenant: TenantSnapshot, views: RouteViews, question: RouteQuestion): RouteAnswer {
  let asked: AskedRoute;
  try {
    asked = askRoute(tenant, views, question);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { trace: null, error: toFault(error), projections: [], flips: [] };
  }
  const { call, target, input, routing, config } = asked;
  const trace: RouteTrace = traceRoute(tenant, target, call, input, routing);
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
