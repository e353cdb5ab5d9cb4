import { expect, it, vi } from "vitest";
import { Departure } from "./departure";

it("tells every listener once, with the first reason, and none that was removed", () => {
  const departure = new Departure();
  const [heard, removed] = [vi.fn(), vi.fn()];
  departure.addEventListener("abort", heard);
  departure.addEventListener("abort", removed);
  departure.removeEventListener("abort", removed);
  departure.announce("first");
  departure.announce("second");
  expect([heard.mock.calls.length, removed.mock.calls.length]).toEqual([1, 0]);
  expect(departure).toMatchObject({ aborted: true, reason: "first" });
});

it("lets a listener remove itself while it is told", () => {
  const departure = new Departure();
  const other = vi.fn();
  const own = () => departure.removeEventListener("abort", own);
  departure.addEventListener("abort", own);
  departure.addEventListener("abort", other);
  departure.announce("gone");
  expect(other).toHaveBeenCalledOnce();
});
