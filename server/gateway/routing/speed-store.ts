import type { Speed } from "./speed-view";

/** What was measured of a model at a provider config before this process began. */
export interface KnownSpeed extends Speed {
  providerConfigId: string;
  model: string;
}

/** Where attempts are kept after the process that made them. */
export interface SpeedStore {
  /** Means over each tenant's latest successful attempts since then. */
  loadSince(since: Date): Promise<KnownSpeed[]>;
}
