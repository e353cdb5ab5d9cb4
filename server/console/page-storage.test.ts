import { AsyncLocalStorage } from "node:async_hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { notePageStorage, restPageStorage } from "./page-storage";

const { run, enterWith } = AsyncLocalStorage.prototype;
beforeAll(notePageStorage);
afterAll(() => void Object.assign(AsyncLocalStorage.prototype, { run, enterWith }));

describe("a page's storage", () => {
  it("keeps each page's own across awaits", async () => {
    const storage = new AsyncLocalStorage<string>();
    const read = async () => {
      await Promise.resolve();
      return storage.getStore();
    };
    expect(await Promise.all([storage.run("a", read), storage.run("b", read)])).toEqual(["a", "b"]);
  });

  it("hands arguments and result through", () => {
    expect(new AsyncLocalStorage<string>().run("a", (x: number, y: number) => x + y, 1, 2)).toBe(3);
  });

  it.each(["run", "enterWith"])(
    "is empty while it rests, and serves the next page as before, after %s",
    async (use) => {
      const storage = new AsyncLocalStorage<string>();
      const page = () => {
        restPageStorage();
        return storage.getStore();
      };
      if (use === "run") expect(storage.run("a", page)).toBeUndefined();
      else {
        storage.enterWith("a");
        expect(page()).toBeUndefined();
      }
      expect(await storage.run("b", async () => storage.getStore())).toBe("b");
    },
  );
});
