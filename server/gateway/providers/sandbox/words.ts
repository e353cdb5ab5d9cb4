/** Lower-case words and single Chinese characters, for comparing texts. */
export function splitWords(text: string): string[] {
  return text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
}
