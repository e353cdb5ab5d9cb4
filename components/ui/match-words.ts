/**
 * Ranks an entry of a searched list: 0 unless every typed word stands somewhere in it, most when the name begins with the first one.
 * Letters in between never count, so that "shang" does not find "Johannesburg".
 */
export function matchWords(value: string, search: string, keywords: string[] = []): number {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = [value, ...keywords].map((text) => text.toLowerCase());
  if (!words.every((word) => texts.some((text) => text.includes(word)))) return 0;
  const [first = ""] = words;
  if (texts.some((text) => text.startsWith(first))) return 1;
  return texts.some((text) => text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(first))) ? 0.8 : 0.5;
}
