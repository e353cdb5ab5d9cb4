import { describe, expect, it } from "vitest";
import { createSignInThrottle } from "./sign-in-throttle";

const MINUTE_MS = 60_000;

function throttleAt(startMs: number) {
  const clock = { nowMs: startMs };
  return { clock, throttle: createSignInThrottle(() => new Date(clock.nowMs)) };
}

describe("the sign-in throttle", () => {
  it("admits ten attempts per account and no eleventh, until fifteen minutes have passed", () => {
    const { clock, throttle } = throttleAt(0);
    const attempts = () => Array.from({ length: 11 }, () => throttle.admit(["account ada"]));
    expect(attempts()).toEqual([...Array(10).fill(true), false]);
    clock.nowMs += 14 * MINUTE_MS;
    expect(throttle.admit(["account ada"])).toBe(false);
    clock.nowMs += MINUTE_MS;
    expect(throttle.admit(["account ada"])).toBe(true);
  });

  it("stops one address that tries many accounts", () => {
    const { throttle } = throttleAt(0);
    for (let account = 0; account < 10; account++) {
      expect(throttle.admit([`account ${account}`, "address 10.0.0.1"])).toBe(true);
    }
    expect(throttle.admit(["account ada", "address 10.0.0.1"])).toBe(false);
    expect(throttle.admit(["account ada", "address 10.0.0.2"])).toBe(true);
  });

  it("does not count what succeeds", () => {
    const { throttle } = throttleAt(0);
    for (let times = 0; times < 50; times++) {
      expect(throttle.admit(["account ada"])).toBe(true);
      throttle.forgive(["account ada"]);
    }
  });

  it("counts an attempt before its outcome, so that parallel guesses are stopped too", () => {
    const { throttle } = throttleAt(0);
    const admitted = Array.from({ length: 100 }, () => throttle.admit(["account ada"])).filter(Boolean);
    expect(admitted).toHaveLength(10);
  });
});
