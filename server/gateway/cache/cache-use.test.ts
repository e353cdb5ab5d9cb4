import { expect, it } from "vitest";
import { cachePolicy, DEFAULT_CACHE_POLICY } from "@/lib/contracts/cache";
import { cacheUseOf, readCacheControl } from "./cache-use";

const call = { isCompletion: false, isEnabled: undefined, wish: undefined };
const all = cachePolicy.parse({ mode: "all" });
const off = cachePolicy.parse({ mode: "off" });

it("keeps the completion endpoint's answers by default, and nobody else's", () => {
  expect(cacheUseOf(DEFAULT_CACHE_POLICY, { ...call, isCompletion: true })).toMatchObject({
    mayRead: true,
    mayWrite: true,
  });
  expect(cacheUseOf(DEFAULT_CACHE_POLICY, call)).toBeUndefined();
});

it("lets a nearer tier say otherwise than the organization, either way", () => {
  expect(cacheUseOf(off, { ...call, isEnabled: true })).toBeDefined();
  expect(cacheUseOf(all, { ...call, isEnabled: false })).toBeUndefined();
  expect(cacheUseOf(off, { ...call, isCompletion: true })).toBeUndefined();
});

it.each([
  ["no-store", undefined],
  ["No-Store, max-age=60", undefined],
  ["no-cache", { mayRead: false, mayWrite: true }],
  ["max-age=0", { mayRead: false, mayWrite: true }],
  ["max-age=3600", { mayRead: true, mayWrite: true }],
  [undefined, { mayRead: true, mayWrite: true }],
])("does what cache-control: %s says", (header, expected) => {
  const use = cacheUseOf(all, { ...call, wish: readCacheControl(header) });
  if (expected) expect(use).toMatchObject(expected);
  else expect(use).toBeUndefined();
});
