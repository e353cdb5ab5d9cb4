import type { ServiceTier } from "@/server/gateway/spec/price";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import type { AdmittedCall } from "./admit";
import type { OpenAttempt } from "./open-attempt";
import type { CallPlan } from "./plan-call";
import type { RequestRun } from "./request-run";

export interface Execution<T> extends AdmittedCall {
  isStream: boolean;
  /** Charged, and flagged, where no usage is ever reported. */
  estimate: UsageCounts;
  /** The tier of service that the request asks for, where it names one. */
  askedTier?: ServiceTier;
  /** Calls the provider; for streams it resolves with the first content, so that what fails before is still free to go elsewhere. */
  invoke(definition: ProviderDefinition, context: CallContext, attempt: OpenAttempt, plan: CallPlan): Promise<T>;
}

export interface Served<T> {
  value: T;
  run: RequestRun;
  attempt: OpenAttempt;
}

/** A request that is planned, and not yet attempted. */
export interface Begun {
  run: RequestRun;
  plan: CallPlan;
}

/** As long as the longest exchange may take. */
export const DEFAULT_DEADLINE_MS = 900_000;
