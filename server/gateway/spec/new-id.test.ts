import { validate, version } from "uuid";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { newId } from "./new-id";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("gives valid UUIDs of version 7, each once, in the order of time", () => {
  const ids = Array.from({ length: 5_000 }, newId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  vi.advanceTimersByTime(1);
  const later = newId();
  expect(ids.every((id) => id < later)).toBe(true);
});

it("begins with the time in milliseconds, and goes on in order where the clock is set back", () => {
  vi.setSystemTime(new Date("2031-05-06T07:08:09.123Z"));
  const first = newId();
  expect(Number.parseInt(first.replaceAll("-", "").slice(0, 12), 16)).toBe(Date.now());
  vi.setSystemTime(new Date("2031-05-06T07:08:08Z"));
  const ids = [first, ...Array.from({ length: 100 }, newId)];
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

it("draws all that is not time, order or mark: no digit of it is ever the same", () => {
  const ids = Array.from({ length: 2_000 }, newId);
  for (const place of [20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35])
    expect(new Set(ids.map((id) => id[place])).size).toBe(16);
  expect(new Set(ids.map((id) => id[19]))).toEqual(new Set("89ab"));
});
