import { AppError } from "@/lib/contracts/errors";
import type { RerankResult } from "@/server/gateway/spec/rerank";
import { isRecord } from "./json-value";
import { readCount } from "./read-count";

/** Rows of `{index, relevance_score | score}` as a ranking, best first. Throws where one names none of the `count` documents sent, or lacks a score. */
export function readRanking(rows: unknown, count: number): RerankResult["ranking"] {
  if (!Array.isArray(rows)) throw notARanking();
  const ranking = rows.map((row: unknown) => {
    const index = isRecord(row) ? readCount(row, "index") : undefined;
    const score = isRecord(row) ? (row.relevance_score ?? row.score) : undefined;
    if (index === undefined || index >= count || typeof score !== "number" || !Number.isFinite(score))
      throw notARanking();
    return { index, relevanceScore: score };
  });
  return ranking.sort((a, b) => b.relevanceScore - a.relevanceScore);
}

function notARanking(): AppError {
  return new AppError(
    "provider_bad_response",
    "The provider's answer holds no ranking of the documents sent. Check that the model is a rerank model.",
  );
}
