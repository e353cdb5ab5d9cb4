/** How good a model a task needs, the least first. */
export const QUALITY_TIERS = ["fast", "balanced", "powerful"] as const;
export type QualityTier = (typeof QUALITY_TIERS)[number];

export interface WorkloadTask {
  taskType: string;
  /** Of all requests, in percent. */
  share: number;
  /** Medians; sizes spread around them log-normally, as prompts do. */
  inputTokens: number;
  outputTokens: number;
  needs: QualityTier;
}

/**
 * The mix of a team that builds with models: many short jobs a small model does as well, conversation and everyday code in the middle, and a
 * fifth of hard work that gets the best there is. Which tier a task needs is written down here and nowhere worked out.
 */
export const TASKS: readonly WorkloadTask[] = [
  { taskType: "classification", share: 22, inputTokens: 700, outputTokens: 15, needs: "fast" },
  { taskType: "extraction", share: 16, inputTokens: 2_600, outputTokens: 240, needs: "fast" },
  { taskType: "chat", share: 20, inputTokens: 1_500, outputTokens: 320, needs: "balanced" },
  { taskType: "summarization", share: 12, inputTokens: 5_500, outputTokens: 350, needs: "balanced" },
  { taskType: "test_generation", share: 11, inputTokens: 3_800, outputTokens: 900, needs: "balanced" },
  { taskType: "refactoring", share: 7, inputTokens: 4_500, outputTokens: 1_100, needs: "powerful" },
  { taskType: "code_analysis", share: 7, inputTokens: 8_000, outputTokens: 900, needs: "powerful" },
  { taskType: "reasoning", share: 5, inputTokens: 2_000, outputTokens: 1_800, needs: "powerful" },
];

export interface WorkloadRequest {
  task: WorkloadTask;
  inputTokens: number;
  outputTokens: number;
}

/** Of the natural logarithm: two thirds of the sizes lie between 0.55 and 1.8 times the median. */
const SPREAD = 0.6;

/** The same seed makes the same requests, on any machine. */
export function* generateWorkload(count: number, seed: number): Generator<WorkloadRequest> {
  const random = seeded(seed);
  for (let n = 0; n < count; n += 1) {
    const task = pickTask(random());
    yield { task, inputTokens: spread(task.inputTokens, random), outputTokens: spread(task.outputTokens, random) };
  }
}

function pickTask(drawn: number): WorkloadTask {
  let left = drawn * TASKS.reduce((sum, { share }) => sum + share, 0);
  for (const task of TASKS) {
    left -= task.share;
    if (left < 0) return task;
  }
  throw new Error("The shares of the tasks are not positive.");
}

/** Log-normal, by Box and Muller. */
function spread(median: number, random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(1, Math.round(median * Math.exp(SPREAD * normal)));
}

/** Mulberry32, by Tommy Ettinger; public domain. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
