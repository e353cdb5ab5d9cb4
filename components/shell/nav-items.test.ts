import { expect, it } from "vitest";
import { NAV_ITEMS } from "./nav-items";

it("gives every page a letter and an address of its own", () => {
  expect(new Set(NAV_ITEMS.map(({ key }) => key)).size).toBe(NAV_ITEMS.length);
  expect(new Set(NAV_ITEMS.map(({ path }) => path)).size).toBe(NAV_ITEMS.length);
});
