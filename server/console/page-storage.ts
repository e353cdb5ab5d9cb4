import { AsyncLocalStorage } from "node:async_hooks";

const inUse = new Set<Pick<AsyncLocalStorage<unknown>, "disable">>();

const noted: ProxyHandler<(...args: never[]) => unknown> = {
  apply(use, storage, args) {
    inUse.add(storage);
    return Reflect.apply(use, storage, args);
  },
};

/** Notes each storage that is used from now on. Those of Next, React and the console's own code are the only ones in this process. */
export function notePageStorage(): void {
  const { prototype } = AsyncLocalStorage;
  prototype.run = new Proxy(prototype.run, noted);
  prototype.enterWith = new Proxy(prototype.enterWith, noted);
}

/**
 * Puts every storage to rest until it is next used: while a single one is not, Node before 24 tells a hook of each promise of the whole process, and a
 * call of the gateway makes some twenty. What still runs of a page finds its storage empty.
 */
export function restPageStorage(): void {
  for (const storage of inUse) storage.disable();
  inUse.clear();
}
