/** A value of a configuration as one short text. */
export function formatSetting(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.map((each) => formatSetting(each)).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
