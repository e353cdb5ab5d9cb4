/**
 * What a model is the same by, however it is written: vendors bill a dated snapshot where a call named its alias, write a display name in one file
 * and an id in another, and routers put the vendor in front.
 */
export function modelKey(name: string): string {
  return name
    .toLowerCase()
    .trim()
    .replace(/^.*\//, "")
    .replace(/[\s._:]+/g, "-")
    .replace(/-?(\d{4}-\d{2}-\d{2}|20\d{6})$/, "")
    .replace(/-latest$/, "");
}
