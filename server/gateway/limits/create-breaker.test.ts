import { expect, it, vi } from "vitest";
import { createBreaker } from "./create-breaker";

function clocked() {
  let nowMs = 0;
  const onOpen = vi.fn();
  const onClose = vi.fn();
  const breaker = createBreaker({
    failuresToOpen: 5,
    failingMsToOpen: 1_000,
    cooldownMs: [1_000, 4_000],
    now: () => nowMs,
    onOpen,
    onClose,
  });
  const failTimes = (times: number) => {
    for (let n = 0; n < times; n += 1) breaker.enter()?.fail();
  };
  return { breaker, onOpen, onClose, failTimes, pass: (ms: number) => (nowMs += ms) };
}

it("opens at the fifth failure in a row, and not when one in between succeeded", () => {
  const { breaker, failTimes } = clocked();
  failTimes(4);
  breaker.enter()?.succeed();
  failTimes(4);
  expect(breaker.isOpen()).toBe(false);
  failTimes(1);
  expect(breaker.isOpen()).toBe(true);
  expect(breaker.enter()).toBeUndefined();
});

it("opens after a second of failing, however few tried", () => {
  const { breaker, failTimes, pass } = clocked();
  failTimes(1);
  pass(1_000);
  failTimes(1);
  expect(breaker.isOpen()).toBe(true);
});

it("25. half-open admits exactly one probe of 200 callers, and again one after each that fails", () => {
  const { breaker, onClose, failTimes, pass } = clocked();
  failTimes(5);
  pass(1_000);
  const entered = Array.from({ length: 200 }, () => breaker.enter()).filter((pass) => pass !== undefined);
  expect(entered).toHaveLength(1);
  entered[0]?.fail();
  expect(breaker.enter()).toBeUndefined();
  pass(2_000);
  const again = Array.from({ length: 200 }, () => breaker.enter()).filter((pass) => pass !== undefined);
  expect(again).toHaveLength(1);
  expect(onClose).not.toHaveBeenCalled();
  again[0]?.succeed();
  expect(onClose).toHaveBeenCalledTimes(1);
  expect(Array.from({ length: 200 }, () => breaker.enter()).every((pass) => pass !== undefined)).toBe(true);
});

it("is not closed by what was sent before it opened", () => {
  const { breaker, failTimes } = clocked();
  const early = breaker.enter();
  failTimes(5);
  early?.succeed();
  expect(breaker.isOpen()).toBe(true);
});

it("probes at most four seconds apart, so that a recovery shows soon", () => {
  const { breaker, failTimes, pass } = clocked();
  failTimes(5);
  for (let n = 0; n < 10; n += 1) {
    pass(4_000);
    const probe = breaker.enter();
    expect(probe).toBeDefined();
    probe?.fail();
  }
});
