import { expect, it } from "vitest";
import type { Role } from "@/lib/contracts/permissions";
import type { MemberView } from "@/lib/contracts/tenant";
import { guardMember } from "./member-guard";

const member = (id: string, role: Role): MemberView => ({
  id,
  userId: `user-${id}`,
  name: id,
  email: `${id}@example.com`,
  role,
  createdAt: new Date(0),
});

it("keeps the last owner", () => {
  const owner = member("ada", "owner");
  expect(guardMember({ role: "owner" }, owner, [owner, member("bo", "admin")])).toBe("lastOwner");
  expect(guardMember({ role: "owner" }, owner, [owner, member("bo", "owner")])).toBeNull();
});

it("lets nobody touch a role above their own", () => {
  const owners = [member("ada", "owner"), member("bo", "owner")];
  for (const owner of owners) expect(guardMember({ role: "admin" }, owner, owners)).toBe("aboveYou");
});
