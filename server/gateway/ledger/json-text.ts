import type { UsageCounts } from "@/server/gateway/spec/usage";

/** Printable ASCII without quote and backslash: what JSON writes as it is. Nearly every text of a record is of this kind. */
const PLAIN = /^[ !#-[\]-~]*$/;

export function stringJson(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

export function nullableJson(text: string | null): string {
  return text === null ? "null" : stringJson(text);
}

/** The property with a comma before it, or nothing where its value is null or missing. */
export function presentJson(name: string, text: string | null | undefined): string {
  return text === null || text === undefined ? "" : `,"${name}":${stringJson(text)}`;
}

/** What is no number is null, as in `JSON.stringify`. */
export function numberJson(value: number | null): string {
  return value !== null && Number.isFinite(value) ? `${value}` : "null";
}

const MILLISECONDS = Array.from({ length: 1_000 }, (_, ms) => String(ms).padStart(3, "0"));
let second = 0;
let secondText = "0";

/** A time in epoch milliseconds. Those of one second begin alike, and to write out a number of this size takes as long as three ids. */
export function timeJson(timeMs: number): string {
  if (timeMs < 1_000 || !Number.isSafeInteger(timeMs)) return numberJson(timeMs);
  const timeSeconds = Math.floor(timeMs / 1_000);
  if (timeSeconds !== second) {
    second = timeSeconds;
    secondText = `${timeSeconds}`;
  }
  return `${secondText}${MILLISECONDS[timeMs - timeSeconds * 1_000]}`;
}

export function countsJson(counts: UsageCounts): string {
  let text = "";
  for (const unit in counts) {
    const count = counts[unit as keyof UsageCounts];
    if (count !== undefined) text = `${text}${text === "" ? "" : ","}"${unit}":${numberJson(count)}`;
  }
  return `{${text}}`;
}
