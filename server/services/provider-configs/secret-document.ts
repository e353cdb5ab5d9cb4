import type { CredentialField } from "@/lib/contracts/provider";

/** Whether what a field holds is a document instead of a key: its every ending is the same brace, and its lines may be many. */
export function isDocument(field: Pick<CredentialField, "kind" | "isMultiline">, value: string): boolean {
  return field.kind === "secret" && field.isMultiline === true && value.trimStart().startsWith("{");
}

/** The document's object, or undefined for anything that is not a whole one. */
export function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
