const MOST_CHARACTERS = 60;

/** A value from outside for use within a message: shortened text, or the kind of what is no text (whose own `toString` may be anything). */
export function nameValue(value: unknown): string {
  if (typeof value === "string") return value.slice(0, MOST_CHARACTERS);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return String(value);
}
