import type { Database } from "@/server/db/client";
import { tellBudgetStages } from "./tell-budget-stages";

const LOOK_EVERY_MS = 30_000;

export interface BudgetWatchParts {
  database: Database;
  now: () => Date;
  /** Called when something was opened or resolved, so that it is told at once. */
  onTransition: () => void;
  log: (message: string, error?: unknown) => void;
}

/** Looks twice a minute at how far budgets are spent, and tells of each stage they come to. */
export function createBudgetWatch({ database, now, onTransition, log }: BudgetWatchParts): { close(): Promise<void> } {
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    if ((await tellBudgetStages({ database, now })) > 0) onTransition();
  }

  const timer = setInterval(() => {
    running ??= look()
      .catch((error: unknown) => log("How far budgets are spent can't be told now; trying again.", error))
      .finally(() => {
        running = undefined;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
