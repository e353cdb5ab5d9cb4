import { expect, it } from "vitest";
import { isBelowUse, limitForm, toTyped } from "./limit-form-values";

it("takes a blank field for no limit, and keeps what is set", () => {
  const typed = { ...toTyped(null), requestsPerMinute: " 60 ", scope: "tenant:t" };
  expect(limitForm.parse(typed)).toEqual({
    scope: "tenant:t",
    requestsPerMinute: 60,
    requestsPerHour: null,
    tokensPerMinute: null,
    tokensPerHour: null,
    maxParallelRequests: null,
  });
});

it.each(["0", "-1", "1.5", "many", "1e99"])("refuses %s as a limit", (text) => {
  expect(limitForm.safeParse({ ...toTyped(null), tokensPerHour: text, scope: "tenant:t" }).success).toBe(false);
});

it("tells when a limit is set below what is in use", () => {
  const use = [{ field: "requestsPerMinute" as const, used: 50 }];
  expect(isBelowUse({ ...toTyped(null), requestsPerMinute: "40" }, use)).toBe(true);
  expect(isBelowUse({ ...toTyped(null), requestsPerMinute: "50" }, use)).toBe(false);
  expect(isBelowUse(toTyped(null), use)).toBe(false);
});
