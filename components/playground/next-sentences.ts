const SENTENCE_END = /[.!?…](?=["'”’)\]]*\s)|[。！？]|\n/g;

/**
 * What of a growing text is ready to be read out after the first `announcedLength` characters: whole sentences only, or all that is
 * left once the text is complete.
 */
export function nextSentences(
  text: string,
  announcedLength: number,
  isComplete: boolean,
): { sentences: string; announcedLength: number } {
  if (isComplete) return { sentences: text.slice(announcedLength).trim(), announcedLength: text.length };
  let end = announcedLength;
  for (const match of text.matchAll(SENTENCE_END)) end = Math.max(end, match.index + 1);
  return { sentences: text.slice(announcedLength, end).trim(), announcedLength: end };
}
