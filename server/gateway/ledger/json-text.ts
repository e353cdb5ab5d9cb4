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

let lastTime = 0;
let lastTimeText = "0";

/** A time in epoch milliseconds. Calls of a moment share it, and a number of this size takes longer to write than a whole id. */
export function timeJson(timeMs: number): string {
  if (timeMs !== lastTime) {
    lastTimeText = numberJson(timeMs);
    lastTime = timeMs;
  }
  return lastTimeText;
}

export function countsJson(counts: UsageCounts): string {
  let text = "";
  for (const unit in counts) {
    const count = counts[unit as keyof UsageCounts];
    if (count !== undefined) text = `${text}${text === "" ? "" : ","}"${unit}":${numberJson(count)}`;
  }
  return `{${text}}`;
}

const remembered = new WeakMap<object, string>();

/** For objects that never change and come again with every call, such as prices: written once. */
export function constantJson(value: object | null): string {
  if (value === null) return "null";
  let text = remembered.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    remembered.set(value, text);
  }
  return text;
}
