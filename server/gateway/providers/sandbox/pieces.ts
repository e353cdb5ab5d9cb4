/** Text as the sandbox counts and streams it: words with the space before them, and single Chinese characters. Joined, they are the text. */
export function splitPieces(text: string): string[] {
  return text.match(/\s*(?:\p{Script=Han}|[^\s\p{Script=Han}]+)|\s+$/gu) ?? [];
}
