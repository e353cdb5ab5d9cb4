/** What routing by task saves on the published workload; `npm run bench:savings`. The last line is the figure; exits 1 where it is short. */
import { formatNanoUsd } from "@/lib/contracts/money";
import { type Comparison, compare, savingOf } from "./compare";
import { LINE_UP, tenantWith } from "./line-up";
import { generateWorkload, TASKS } from "./workload";

const REQUESTS = 100_000;
const SEED = 20_261_126;
const LEAST_SAVING = 0.3;

console.log(`Workload: ${REQUESTS.toLocaleString("en")} requests, seed ${SEED}`);
console.table(
  TASKS.map(({ taskType, share, inputTokens, outputTokens, needs }) => ({
    task: taskType,
    "share %": share,
    "median in": inputTokens,
    "median out": outputTokens,
    needs,
  })),
);
console.log("Line-up, at the catalog's prices:");
console.table(LINE_UP);

const vendors = Object.keys(LINE_UP);
const runs: [name: string, Comparison][] = [
  ...vendors.map((vendor): [string, string[]] => [vendor, [vendor]]),
  ["all together", vendors] as [string, string[]],
].map(([name, of]) => [name, compare(tenantWith(of), generateWorkload(REQUESTS, SEED))]);
console.log("Always powerful against the tier each task needs, the cheapest model in both:");
console.table(
  runs.map(([name, run]) => ({
    vendors: name,
    "always powerful": usd(run.powerfulNanoUsd),
    routed: usd(run.routedNanoUsd),
    "saved %": percent(savingOf(run)),
    "below the needed tier": run.belowTier,
  })),
);
const all = runs.at(-1)?.[1];
if (!all) throw new Error("Nothing was compared.");
console.log("By task, all vendors together:");
console.table(
  [...all.byTask].map(([task, { requestCount, powerful, routed }]) => ({
    task,
    requests: requestCount,
    "always powerful": usd(powerful),
    routed: usd(routed),
    "saved %": percent(savingOf({ powerfulNanoUsd: powerful, routedNanoUsd: routed })),
  })),
);

const worst = Math.min(...runs.map(([, run]) => savingOf(run)));
const below = runs.reduce((sum, [, run]) => sum + run.belowTier, 0);
const isEnough = savingOf(all) >= LEAST_SAVING && below === 0;
console.log(
  `${isEnough ? "ok" : "SHORT"}: ${percent(savingOf(all))} % cheaper than always powerful (wanted ≥ ${percent(LEAST_SAVING)} %; with the least saving vendor alone ${percent(worst)} %); ${below} requests below the quality tier they need (wanted 0)`,
);
process.exitCode = isEnough ? 0 : 1;

function usd(nano: bigint): string {
  return `$${Number(formatNanoUsd(nano)).toFixed(2)}`;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
