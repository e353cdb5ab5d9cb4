import type { RouteStrategy } from "@/lib/contracts/routing";
import { type CallNeeds, NO_NEEDS } from "./call-needs";
import type { RankedCandidate } from "./candidate";
import { ALL_HEALTHY, type HealthView } from "./candidate-health";
import { NOTHING_MEASURED, type SpeedView } from "./speed-view";

/** What routing looks at beside the tenant's configuration. */
export interface RouteViews {
  health: HealthView;
  speed: SpeedView;
}

/** One call, as far as it decides where it goes. */
export interface RouteCall extends RouteViews {
  needs: CallNeeds;
  /** From 0 to 1; asked only where shares decide. */
  random(): number;
  /** Whether `auto` is to be routed by the task, whatever the tenant's policy says: so for 004's completion. */
  routesByTask?: boolean;
  /** In place of the tenant's: a profile's or a caller's own strategy, with whose it is. What it orders is then one pool. */
  strategy?: { value: RouteStrategy; source: string };
  allows?: (candidate: RankedCandidate) => boolean;
  /** The only provider config that may serve. */
  boundTo?: string;
}

/** A call about which nothing is known. */
export const PLAIN_CALL: RouteCall = {
  needs: NO_NEEDS,
  health: ALL_HEALTHY,
  speed: NOTHING_MEASURED,
  random: Math.random,
};
