import type { BudgetStore, CarveAsk, CarveReply } from "@/server/gateway/budgets/budget-store";

export interface MemoryBudget {
  limit: bigint;
  blocks: boolean;
}

export interface MemoryBudgetStore extends BudgetStore {
  budgets: Map<string, MemoryBudget>;
  leases: Map<
    string,
    { budgetId: string; startMs: number; granted: bigint; returned: bigint; settled: bigint; isClosed: boolean }
  >;
  carves: CarveAsk[];
  /** Instead of an answer. */
  behave: ((ask: CarveAsk) => Promise<void>) | undefined;
  /** As the ledger's transaction does for a settled attempt. */
  settle(leaseId: string, cost: bigint): void;
}

/** A budget store that keeps the port's promises in memory, by the arithmetic of the database's function. */
export function createMemoryBudgetStore(clock: () => number = Date.now): MemoryBudgetStore {
  const spent = new Map<string, bigint>();
  const store: MemoryBudgetStore = {
    budgets: new Map(),
    leases: new Map(),
    carves: [],
    behave: undefined,
    async carve(ask): Promise<CarveReply | null> {
      store.carves.push(ask);
      await store.behave?.(ask);
      const budget = store.budgets.get(ask.budgetId);
      if (!budget) return null;
      const counts = (budgetId: string, startMs: number) =>
        budgetId === ask.budgetId && startMs >= ask.window.fromMs && startMs <= ask.window.startMs;
      let spentSum = 0n;
      let oldestSpentMs: number | null = null;
      for (const [key, amount] of spent) {
        const [budgetId = "", startMs = "0"] = key.split(" ");
        if (!counts(budgetId, Number(startMs))) continue;
        spentSum += amount;
        if (amount > 0n) oldestSpentMs = Math.min(oldestSpentMs ?? Number.POSITIVE_INFINITY, Number(startMs));
      }
      let reserved = 0n;
      for (const lease of store.leases.values()) {
        const open = lease.granted - lease.settled - lease.returned;
        if (counts(lease.budgetId, lease.startMs) && open > 0n) reserved += open;
      }
      let left = budget.limit - spentSum - reserved;
      if (!budget.blocks && left < ask.wanted + 8n * ask.spare) left = ask.wanted + 8n * ask.spare;
      let grant = 0n;
      if (left >= ask.least && left > 0n) {
        grant = left < ask.wanted ? left : ask.wanted;
        const eighth = (left - grant) / 8n;
        const spare = ask.spare < eighth ? ask.spare : eighth;
        if (spare >= ask.unit) grant += spare;
      }
      const known = store.leases.get(ask.leaseId);
      const nowMs = clock();
      const figures = { spent: spentSum, limit: budget.limit, oldestSpentMs, nowMs };
      if (known?.isClosed) return { granted: null, reserved, ...figures };
      if (known) known.granted += grant;
      else
        store.leases.set(ask.leaseId, {
          budgetId: ask.budgetId,
          startMs: ask.window.startMs,
          granted: grant,
          returned: 0n,
          settled: 0n,
          isClosed: false,
        });
      return { granted: known?.granted ?? grant, reserved: reserved + grant, ...figures };
    },
    async giveBack(returns) {
      for (const { leaseId, returned, isClosed } of returns) {
        const lease = store.leases.get(leaseId);
        if (!lease) continue;
        if (returned > lease.returned) lease.returned = returned;
        lease.isClosed ||= isClosed;
      }
    },
    sweep: async () => 0,
    settle(leaseId, cost) {
      const lease = store.leases.get(leaseId);
      if (!lease) return;
      lease.settled += cost;
      const key = `${lease.budgetId} ${lease.startMs}`;
      spent.set(key, (spent.get(key) ?? 0n) + cost);
    },
  };
  return store;
}
