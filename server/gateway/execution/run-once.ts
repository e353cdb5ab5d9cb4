import type { Usage } from "@/server/gateway/spec/usage";
import { completeUsage } from "./estimate-usage";
import { type Begun, type Execution, execute } from "./execute";
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
  begun?: Begun,
): Promise<Answer<T>> {
  const { value: result, run, attempt } = await execute(parts, { ...execution, isStream: false }, begun);
  if (result.warnings.length > 0) run.warnings.push(...result.warnings.slice(0, MOST_WARNINGS));
  const usage = completeUsage(result.usage, () => estimateFrom(result));
  return { result, receipt: run.end(attempt, { usage }) };
}
