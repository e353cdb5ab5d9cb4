import type { Database } from "@/server/db/client";
import { reconcileBudget } from "./reconcile-budget";

const LOOK_EVERY_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Counts every budget anew once a day, each by whichever replica comes first: to do it twice changes nothing. */
export function createBudgetReconciler({
  database,
  log,
}: {
  database: Database;
  log: (message: string, error?: unknown) => void;
}): { close(): Promise<void> } {
  let running: Promise<void> | undefined;
  let isClosing = false;

  async function look(): Promise<void> {
    const due = await database.asSystem.budget.findMany({
      where: {
        createdAt: { lt: new Date(Date.now() - DAY_MS) },
        OR: [{ reconciledAt: null }, { reconciledAt: { lt: new Date(Date.now() - DAY_MS) } }],
      },
      select: { id: true, name: true },
    });
    for (const { id, name } of due) {
      if (isClosing) return;
      const repairs = await reconcileBudget(database.asSystem, id);
      if (repairs.length > 0) log(`The spending of the budget "${name}" was put right in ${repairs.length} windows.`);
    }
  }

  const timer = setInterval(() => {
    running ??= look()
      .catch((error: unknown) => log("Budgets could not be counted anew; trying again later.", error))
      .finally(() => {
        running = undefined;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async close() {
      isClosing = true;
      clearInterval(timer);
      await running;
    },
  };
}
