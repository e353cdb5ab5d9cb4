import type { JsonRecord } from "./json-value";

/**
 * More than any model takes in one call; what lies above is a fault, and must not become a charge. Three attempts of eight units at this
 * bound still fit the INTEGER in which a request's tokens are kept: a row that does not would never reach the database.
 */
export const MAX_COUNT = 50_000_000;

/** A reported count. Negative, fractional, huge or non-numeric values count as not reported; an explicit 0 stays 0. */
export function readCount(record: JsonRecord | undefined, key: string): number | undefined {
  return asCount(record?.[key]);
}

/** The value if it is a count within `MAX_COUNT`, also a place in a list. */
export function asCount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT ? value : undefined;
}
