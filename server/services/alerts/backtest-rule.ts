import { type AlertCondition, BACKTEST_DAYS, type BacktestResult } from "@/lib/contracts/alert";
import type { ServiceContext } from "@/server/services/service-context";
import { advanceRule, type RuleState } from "./advance-rule";
import { measureWindows } from "./measure-windows";

const MINUTE_MS = 60_000;
const LEAST_STEP_MINUTES = 5;
const MOST_LISTED = 100;

/**
 * "Would have fired N times": the rule as it is asked, walked over what is stored of the last 30 days by the same state machine that serves
 * live. It looks every five minutes, or four times a window where that is longer; live it looks more often, so that a short peak may be missed here.
 */
export async function backtestRule(
  { actor, database, now }: ServiceContext,
  condition: AlertCondition,
): Promise<BacktestResult> {
  const stepMinutes = Math.max(LEAST_STEP_MINUTES, Math.floor(condition.windowMinutes / 4));
  const stepMs = stepMinutes * MINUTE_MS;
  const endMs = now().getTime();
  const count = Math.floor((BACKTEST_DAYS * 24 * 60) / stepMinutes);
  const instants = Array.from({ length: count }, (_, at) => new Date(endMs - (count - 1 - at) * stepMs));
  const observations = await database.inTenant(actor.tenantId, (tx) =>
    measureWindows(tx, actor.tenantId, condition, instants),
  );
  const terms = { ...condition, threshold: BigInt(condition.threshold) };
  const fired: BacktestResult["fired"] = [];
  let state: RuleState = { status: "ok", lastOpenedAtMs: null };
  let highest: bigint | null = null;
  observations.forEach((observation, at) => {
    const instant = instants[at];
    if (!instant) return;
    const { value } = observation;
    if (value !== null && observation.count > 0 && (highest === null || value > highest)) highest = value;
    const step = advanceRule(state, terms, observation, instant.getTime());
    state = step.state;
    if (step.transition === "open" && value !== null)
      fired.push({ openedAt: instant, resolvedAt: null, value: value.toString() });
    const last = fired.at(-1);
    if (step.transition === "resolve" && last) last.resolvedAt = instant;
  });
  return {
    firedCount: fired.length,
    fired: fired.slice(-MOST_LISTED),
    highest: highest === null ? null : String(highest),
    stepMinutes,
  };
}
