/** Counts a word in pieces that may be cut anywhere, also within it. */
export function createWordCounter(word) {
  const wanted = Buffer.from(word);
  let carried = Buffer.alloc(0);
  let count = 0;
  return {
    push(piece) {
      const bytes = carried.length > 0 ? Buffer.concat([carried, piece]) : piece;
      let at = bytes.indexOf(wanted);
      let end = 0;
      while (at >= 0) {
        count += 1;
        end = at + wanted.length;
        at = bytes.indexOf(wanted, end);
      }
      // Copied: the rest of the piece need not be kept for five bytes.
      carried = Buffer.from(bytes.subarray(Math.max(end, bytes.length - wanted.length + 1)));
      return count;
    },
    count: () => count,
  };
}
