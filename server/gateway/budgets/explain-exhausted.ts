import { AppError } from "@/lib/contracts/errors";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { BudgetEntry } from "@/server/gateway/config/config-store";
import type { BudgetFigures } from "./budget-account";

/** Why a call may not be paid for: which budget, its limit, what was spent, and when it starts anew, in the organization's zone. */
export function explainExhausted(
  { name }: Pick<BudgetEntry, "name">,
  timeZone: string,
  { spent, reserved, limit, resetAtMs }: Omit<BudgetFigures, "left">,
  amount: bigint,
): AppError {
  const usd = (nano: bigint) => `${formatNanoUsd(nano)} USD`;
  const held = reserved > 0n ? `, and ${usd(reserved)} are reserved for calls under way` : "";
  const resetsAt = inZone(resetAtMs, timeZone);
  return new AppError(
    "budget_exceeded",
    `The budget "${name}" has too little left: ${usd(spent)} of ${usd(limit)} are spent${held}, and this call may cost ${usd(amount)}. It resets at ${resetsAt} (${timeZone}). Wait until then, ask for a shorter answer, or raise the budget under Limits in the console.`,
    {
      budget: {
        name,
        limitUsd: formatNanoUsd(limit),
        spentUsd: formatNanoUsd(spent),
        reservedUsd: formatNanoUsd(reserved),
        resetsAt: new Date(resetAtMs).toISOString(),
      },
    },
  );
}

/** "2026-11-27 00:00". */
function inZone(instantMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(instantMs);
}
