/**
 * Runs a generator up to its first yield, which nobody sees. One that is `return`ed before it ever ran skips its `finally`: an answer whose reader
 * fails before the first of it would never be settled, and what it holds never come free.
 */
export async function toFirstYield<T, R>(generator: AsyncGenerator<T, R>): Promise<AsyncGenerator<T, R>> {
  await generator.next();
  return generator;
}
