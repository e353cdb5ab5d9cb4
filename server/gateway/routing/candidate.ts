import type { ConfigEntry, ModelEntry } from "@/server/gateway/config/config-store";

/** A model at a provider config: one place a call may go to. */
export interface Candidate {
  config: ConfigEntry;
  model: ModelEntry;
}

/** A candidate with its place in what the target says. */
export interface RankedCandidate extends Candidate {
  /** 0 for what the target names first, then its fallbacks one by one; −1 for the way a split chose. */
  rank: number;
  /** The mean of input and output price, where it was reckoned before; null is unpriced. */
  usdPerMillion?: number | null;
}
