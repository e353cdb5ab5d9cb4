import type { AttemptRecord } from "@/server/gateway/ledger/records";
import { totalOutputTokens } from "@/server/gateway/spec/usage";
import type { Speed, SpeedView } from "./speed-view";

/** Answers that the mean looks back on: enough to even out one slow answer, few enough to notice within minutes that a provider got slow. */
const WINDOW = 20;
/** Shorter answers tell nothing of throughput: their time is the network's. */
const LEAST_TOKENS = 16;

/** What an answer tells of its model's speed. */
export type TimedAnswer = Pick<
  AttemptRecord,
  "providerConfigId" | "model" | "modelType" | "startedAtMs" | "completedAtMs" | "timeToFirstTokenMs" | "counts"
>;

export interface SpeedMeter extends SpeedView {
  add(answer: TimedAnswer): void;
  /** Figures from before this process, where it has none of its own yet. */
  seed(providerConfigId: string, model: string, speed: Speed): void;
}

interface Mean {
  latencyMs: number | null;
  latencyCount: number;
  tokensPerSecond: number | null;
  tokensCount: number;
}

/**
 * Keeps a moving mean for each model at each provider config. Until the first token only where the answer streamed, as a whole answer's time
 * depends on its length; for other types the whole time, which is what their callers wait for.
 */
export function createSpeedMeter(): SpeedMeter {
  const byConfig = new Map<string, Map<string, Mean>>();

  function meanOf(providerConfigId: string, model: string): Mean {
    let models = byConfig.get(providerConfigId);
    if (!models) {
      models = new Map();
      byConfig.set(providerConfigId, models);
    }
    let mean = models.get(model);
    if (!mean) {
      mean = { latencyMs: null, latencyCount: 0, tokensPerSecond: null, tokensCount: 0 };
      models.set(model, mean);
    }
    return mean;
  }

  return {
    of: (providerConfigId, modelId) => byConfig.get(providerConfigId)?.get(modelId),
    add({ providerConfigId, model, modelType, startedAtMs, completedAtMs, timeToFirstTokenMs, counts }) {
      const mean = meanOf(providerConfigId, model);
      const wholeMs = completedAtMs - startedAtMs;
      const latencyMs = modelType === "llm" ? timeToFirstTokenMs : wholeMs;
      if (latencyMs !== null) {
        mean.latencyCount = Math.min(mean.latencyCount + 1, WINDOW);
        mean.latencyMs = blend(mean.latencyMs, latencyMs, mean.latencyCount);
      }
      const tokens = totalOutputTokens(counts);
      const writingMs = wholeMs - (timeToFirstTokenMs ?? 0);
      if (tokens < LEAST_TOKENS || writingMs <= 0) return;
      mean.tokensCount = Math.min(mean.tokensCount + 1, WINDOW);
      mean.tokensPerSecond = blend(mean.tokensPerSecond, (tokens / writingMs) * 1000, mean.tokensCount);
    },
    seed(providerConfigId, model, { latencyMs, tokensPerSecond }) {
      const mean = meanOf(providerConfigId, model);
      if (mean.latencyCount === 0) mean.latencyMs = latencyMs;
      if (mean.tokensCount === 0) mean.tokensPerSecond = tokensPerSecond;
    },
  };
}

/** The plain mean until the window is full, then one that forgets. */
function blend(mean: number | null, value: number, count: number): number {
  return mean === null ? value : mean + (value - mean) / Math.max(count, 2);
}
