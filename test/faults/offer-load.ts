import { setTimeout as later } from "node:timers/promises";

export interface Offered {
  /** 0 where the connection broke. */
  status: number;
  ms: number;
  /** Since the load began. */
  atMs: number;
  /** Of an answer that is no success. */
  text: string;
}

/** Calls so many times a second, however long each call takes: as clients do, who know nothing of each other. */
export async function offerLoad(
  call: () => Promise<Response>,
  { perSecond, forMs }: { perSecond: number; forMs: number },
): Promise<Offered[]> {
  const startedAt = performance.now();
  const running: Promise<Offered>[] = [];
  for (let n = 0; n < (perSecond * forMs) / 1_000; n += 1) {
    const dueMs = (n * 1_000) / perSecond;
    const aheadMs = dueMs - (performance.now() - startedAt);
    if (aheadMs > 0) await later(aheadMs);
    running.push(timed(call, startedAt));
  }
  return Promise.all(running);
}

async function timed(call: () => Promise<Response>, startedAt: number): Promise<Offered> {
  const calledAt = performance.now();
  const atMs = calledAt - startedAt;
  try {
    const response = await call();
    const text = await response.text();
    return { status: response.status, ms: performance.now() - calledAt, atMs, text: response.ok ? "" : text };
  } catch (error) {
    return { status: 0, ms: performance.now() - calledAt, atMs, text: String(error) };
  }
}

/** Of numbers in any order; `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Milliseconds that all but so few of the calls took. */
export const latency = (offered: readonly Offered[], share: number): number =>
  percentile(
    offered.map(({ ms }) => ms),
    share,
  );

export const statusesOf = (offered: readonly Offered[]): Record<string, number> =>
  offered.reduce<Record<string, number>>((counts, { status }) => {
    counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }, {});
