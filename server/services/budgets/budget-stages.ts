import { formatNanoUsd } from "@/lib/contracts/money";

/** What a budget does to calls one after another as it is spent, each worth telling once. */
export const BUDGET_STAGES = ["warn", "step_down", "block"] as const;
export type BudgetStage = (typeof BUDGET_STAGES)[number];

/** A stage that was told is over only so far below its percentage, so that a rolling budget that comes and goes tells once. */
const SLACK_PERCENT = 5;
/** Calls are refused before the last nano-dollar is spent: for what each may cost has to fit. From here on a refusal counts. */
const REFUSES_FROM_PERCENT = 90;

export interface StagedBudget {
  name: string;
  limitNanoUsd: bigint;
  warnAtPercent: number | null;
  degradeAtPercent: number | null;
  blocksAtLimit: boolean;
}

/** Whether a call was refused lately for what the budget has left is asked of no budget that is far from its limit. */
export function mayRefuse({ blocksAtLimit }: StagedBudget, percent: number): boolean {
  return blocksAtLimit && percent >= REFUSES_FROM_PERCENT && percent < 100;
}

/** Stages that have begun, and those that are not over where they had begun before. Pure. */
export function stagesAt(
  budget: StagedBudget,
  percent: number,
  hasRefused: boolean,
): { begun: BudgetStage[]; kept: BudgetStage[] } {
  const from: Record<BudgetStage, number | null> = {
    warn: budget.warnAtPercent,
    step_down: budget.degradeAtPercent,
    block: !budget.blocksAtLimit ? null : hasRefused ? REFUSES_FROM_PERCENT : 100,
  };
  const lowest = { ...from, block: budget.blocksAtLimit ? REFUSES_FROM_PERCENT : null };
  const isPast = (floor: number | null, slack: number) => floor !== null && percent >= floor - slack;
  return {
    begun: BUDGET_STAGES.filter((stage) => isPast(from[stage], 0)),
    kept: BUDGET_STAGES.filter((stage) => isPast(lowest[stage], SLACK_PERCENT)),
  };
}

/** The stage as people read it in a message: one line, and what it means for calls. */
export function describeStage(
  stage: BudgetStage,
  { name, limitNanoUsd, warnAtPercent, degradeAtPercent }: StagedBudget,
  spentNanoUsd: bigint,
  percent: number,
): { title: string; detail: string } {
  const spent = `${formatNanoUsd(spentNanoUsd)} of ${formatNanoUsd(limitNanoUsd)} USD are spent (${percent} %).`;
  switch (stage) {
    case "warn":
      return { title: `Budget "${name}" passed ${warnAtPercent} %`, detail: spent };
    case "step_down":
      return {
        title: `Budget "${name}" steps calls down to cheaper profiles`,
        detail: `${spent} From ${degradeAtPercent} % on, powerful gives way to balanced and balanced to fast.`,
      };
    case "block":
      return {
        title: `Budget "${name}" is used up and blocks calls`,
        detail: `${spent} Calls are refused until it resets, or its limit is raised under Limits.`,
      };
  }
}
