import { afterAll, beforeAll, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "@/server/auth/passwords";
import { createTestRuntime, type TestRuntime } from "@/test/runtime";
import { changePassword } from "./change-password";

const PRESENT = "present long password";
const NEXT = "another long password";

let test: TestRuntime;
let user: { id: string; name: string; email: string; isOperator: boolean };

beforeAll(async () => {
  test = await createTestRuntime();
  const created = await test.runtime.database.asSystem.user.create({
    data: { email: "ada@sluice.test", name: "Ada", passwordHash: await hashPassword(PRESENT) },
  });
  await test.runtime.database.asSystem.tenant.create({
    data: { name: "Ada's", slug: "adas", memberships: { create: { userId: created.id, role: "owner" } } },
  });
  user = { id: created.id, name: created.name, email: created.email, isOperator: false };
});

afterAll(() => test.close());

const stored = () => test.runtime.database.asSystem.user.findUniqueOrThrow({ where: { id: user.id } });

it("keeps the password and every session when the present one is wrong", async () => {
  const before = await stored();
  const wrong = changePassword({ ...test.runtime, user }, { currentPassword: "a wrong password", newPassword: NEXT });
  await expect(wrong).rejects.toMatchObject({ code: "invalid_request", details: { param: "currentPassword" } });
  expect(await stored()).toEqual(before);
});

it("replaces the password, ends every session, and leaves a trace that holds neither password", async () => {
  const before = await stored();
  await changePassword({ ...test.runtime, user }, { currentPassword: PRESENT, newPassword: NEXT });
  const after = await stored();
  expect(await verifyPassword(after.passwordHash, NEXT)).toBe(true);
  expect(await verifyPassword(after.passwordHash, PRESENT)).toBe(false);
  expect(after.sessionVersion).toBe(before.sessionVersion + 1);
  const audit = await test.query("select * from audit_logs where action = 'user.change_password'");
  expect(audit).toHaveLength(1);
  expect(JSON.stringify(audit)).not.toContain(NEXT);
});
