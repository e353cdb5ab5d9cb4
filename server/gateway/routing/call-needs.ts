import type { RouteFeature, RouteNeeds } from "@/lib/contracts/routing";

/** What a call needs of a model; see `routeNeeds` for the fields. */
export type CallNeeds = Readonly<Omit<RouteNeeds, "features"> & { features: readonly RouteFeature[] }>;

/** Of a call about which nothing is known: it fits everywhere. */
export const NO_NEEDS: CallNeeds = {
  inputTokens: 0,
  inputTokensAtLeast: 0,
  maxOutputTokens: null,
  features: [],
  taskType: null,
  mustBePriced: false,
};
