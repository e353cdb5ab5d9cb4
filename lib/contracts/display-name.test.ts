import { expect, it } from "vitest";
import { createApiKeyInput } from "./api-key";
import { displayName } from "./display-name";
import { addMemberInput, createTenantInput, updateTenantInput } from "./tenant";

it("takes names of every script, trimmed, and none that is empty or holds a control character", () => {
  expect(displayName.parse("  数据团队 🚀 O'Neil ")).toBe("数据团队 🚀 O'Neil");
  for (const name of ["", "  ", "a\0b", "a\nb", "a\u001b[31m", "x".repeat(101)])
    expect(displayName.safeParse(name).success).toBe(false);
});

it("guards the names of organizations, people and keys", () => {
  for (const input of [createTenantInput, updateTenantInput, addMemberInput, createApiKeyInput])
    expect(input.shape.name.safeParse("a\0b").success).toBe(false);
});
