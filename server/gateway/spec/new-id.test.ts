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
  vi.advanceTimersByTime(1);
  const later = newId();
  expect(ids.every((id) => id < later)).toBe(true);
});
