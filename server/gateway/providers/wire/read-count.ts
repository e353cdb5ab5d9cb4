import type { JsonRecord } from "./json-value";

/** More than any model takes in one call; what lies above is a fault, and must not become a charge. */
const MAX_COUNT = 1_000_000_000;

/** A reported count. Negative, fractional, huge or non-numeric values count as not reported; an explicit 0 stays 0. */
export function readCount(record: JsonRecord | undefined, key: string): number | undefined {
  const value = record?.[key];
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT ? value : undefined;
}
