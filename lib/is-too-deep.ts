/** Deeper than any schema, document or call of a tool; several times less than what `JSON.stringify` and other recursions bear. */
export const MAX_JSON_DEPTH = 500;

/**
 * Whether parsed JSON is nested beyond `MAX_JSON_DEPTH`: parsing bears any depth, writing it again does not. `text` is what it was parsed
 * from; one too short to hold so many brackets costs nothing.
 */
export function isTooDeep(text: string, value: unknown): boolean {
  return text.length > 2 * MAX_JSON_DEPTH && exceeds(value, MAX_JSON_DEPTH);
}

function exceeds(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object" && exceeds(item, depth - 1)) return true;
    return false;
  }
  for (const key in value) if (exceeds(Reflect.get(value, key), depth - 1)) return true;
  return false;
}
