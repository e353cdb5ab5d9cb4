import type { ConfigurationChange } from "@/lib/contracts/configuration";

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** What differs between two documents, leaf by leaf, in the order of their keys. A list counts as one value. */
export function diffDocuments(before: unknown, after: unknown, path = ""): ConfigurationChange[] {
  if (isTree(before) && isTree(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => diffDocuments(before[name], after[name], path === "" ? name : `${path}.${name}`));
  }
  if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return [];
  return [{ path, before: before ?? null, after: after ?? null }];
}
