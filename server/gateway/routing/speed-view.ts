/** What is known of how fast a model answers at a provider config. */
export interface Speed {
  /** Until the first token; of models that don't stream, until the answer. */
  latencyMs: number | null;
  tokensPerSecond: number | null;
}

/** What routing asks about speed: one look in memory a candidate. */
export interface SpeedView {
  /** Undefined where nothing was measured. */
  of(providerConfigId: string, modelId: string): Speed | undefined;
}

export const NOTHING_MEASURED: SpeedView = { of: () => undefined };
