import type { Usage } from "@/server/gateway/spec/usage";
import { completeUsage } from "./estimate-usage";
import { type Execution, execute, type Served } from "./execute";
import type { GatewayParts } from "./gateway-parts";
import type { Receipt } from "./receipt";

export interface Answer<T> {
  result: T;
  receipt: Receipt;
}

/** Kept with the request: of a body that is odd in a thousand places, the first ones are enough. */
const MOST_WARNINGS = 100;

/** A call whose answer comes in one piece. */
export async function runOnce<T extends { usage?: Usage; warnings: string[] }>(
  parts: GatewayParts,
  execution: Omit<Execution<T>, "isStream">,
  /** Estimates from the answer what the request alone doesn't tell. */
  estimateFrom: (result: T) => Usage["counts"] = () => execution.estimate,
): Promise<Answer<T>> {
  return endOnce(await execute(parts, { ...execution, isStream: false }), estimateFrom);
}

/** Settles the call with its whole answer. */
export function endOnce<T extends { usage?: Usage; warnings: string[] }>(
  { value: result, run, attempt }: Served<T>,
  estimateFrom: (result: T) => Usage["counts"],
): Answer<T> {
  if (result.warnings.length > 0) run.warnings.push(...result.warnings.slice(0, MOST_WARNINGS));
  const usage = completeUsage(result.usage, () => estimateFrom(result));
  return { result, receipt: run.end(attempt, { usage }) };
}
