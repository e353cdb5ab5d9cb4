import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ROLES, type Role } from "@/lib/contracts/permissions";
import type { Actor } from "@/server/auth/actor";
import { verifyPassword } from "@/server/auth/passwords";
import { createDatabase, type Database } from "@/server/db/client";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { addMember } from "./add-member";
import { changeMemberRole } from "./change-member-role";
import { listMembers } from "./list-members";
import { removeMember } from "./remove-member";

let server: TestDatabase;
let database: Database;
let tenantId: string;

beforeAll(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url });
});

afterAll(async () => {
  await database.close();
  await server.drop();
});

beforeEach(async () => {
  tenantId = randomUUID();
  await database.asSystem.tenant.create({ data: { id: tenantId, name: "Acme", slug: `acme-${tenantId}` } });
});

/** A member with the role, ready to act. */
async function member(role: Role): Promise<{ actor: Actor; membershipId: string }> {
  const user = await database.asSystem.user.create({
    data: { email: `${randomUUID()}@example.com`, name: `The ${role}` },
  });
  const { id } = await database.asSystem.membership.create({ data: { tenantId, userId: user.id, role } });
  const actor: Actor = {
    kind: "user",
    id: user.id,
    userId: user.id,
    name: user.name,
    isOperator: false,
    tenantId,
    tenantSlug: "acme",
    role,
  };
  return { actor, membershipId: id };
}

const as = (actor: Actor) => ({ database, actor });
const audit = () =>
  database.asSystem.auditLog.findMany({
    where: { tenantId },
    orderBy: { createdAt: "asc" },
    select: { action: true, actorName: true },
  });
const newPerson = (role: Role) => ({ email: `${randomUUID()}@example.com`, name: "Grace", role });

describe("adding a member", () => {
  it("gives a new person an account whose password is told once and stored as a hash", async () => {
    const { actor } = await member("owner");
    const input = newPerson("viewer");
    const { member: added, initialPassword } = await addMember(as(actor), input);
    expect(added).toMatchObject({ email: input.email, name: "Grace", role: "viewer" });
    const { passwordHash, isOperator } = await database.asSystem.user.findUniqueOrThrow({
      where: { email: input.email },
    });
    expect(await verifyPassword(passwordHash, initialPassword ?? "")).toBe(true);
    expect(isOperator).toBe(false);
    expect(await audit()).toEqual([{ action: "member.add", actorName: "The owner" }]);
  });

  it("leaves name and password of a person who is known alone", async () => {
    const { actor } = await member("owner");
    const email = `${randomUUID()}@example.com`;
    await database.asSystem.user.create({ data: { email, name: "Known", passwordHash: "kept" } });
    const { member: added, initialPassword } = await addMember(as(actor), { email, name: "Renamed", role: "admin" });
    expect([added.name, initialPassword]).toEqual(["Known", null]);
    const user = await database.asSystem.user.findUniqueOrThrow({ where: { email } });
    expect([user.name, user.passwordHash]).toEqual(["Known", "kept"]);
  });

  it("tells that somebody is a member already, and records nothing", async () => {
    const { actor } = await member("owner");
    const input = newPerson("viewer");
    await addMember(as(actor), input);
    await expect(addMember(as(actor), input)).rejects.toMatchObject({ code: "conflict" });
    expect(await audit()).toHaveLength(1);
  });
});

describe("authority over members", () => {
  it.each(ROLES.flatMap((own) => ROLES.map((wanted) => [own, wanted] as const)))(
    "lets the %s grant %s only from above or level",
    async (own, wanted) => {
      const { actor } = await member(own);
      await member("owner");
      const target = await member("viewer");
      const isAllowed = ROLES.indexOf(wanted) >= ROLES.indexOf(own);
      const outcomes = await Promise.allSettled([
        addMember(as(actor), newPerson(wanted)),
        changeMemberRole(as(actor), { membershipId: target.membershipId, role: wanted }),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(Array(2).fill(isAllowed ? "fulfilled" : "rejected"));
    },
  );

  it("keeps an admin from changing or removing an owner", async () => {
    const { actor } = await member("admin");
    await member("owner");
    const { membershipId } = await member("owner");
    await expect(changeMemberRole(as(actor), { membershipId, role: "viewer" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(removeMember(as(actor), { membershipId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await audit()).toEqual([]);
  });

  it("counts a lowered role at once", async () => {
    const demoted = await member("owner");
    await member("owner");
    const other = await member("owner");
    await changeMemberRole(as(other.actor), { membershipId: demoted.membershipId, role: "admin" });
    await expect(removeMember(as(demoted.actor), { membershipId: other.membershipId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await removeMember(as(other.actor), { membershipId: demoted.membershipId });
    await expect(removeMember(as(demoted.actor), { membershipId: other.membershipId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("never reaches the members of another organization", async () => {
    const foreign = await member("viewer");
    tenantId = randomUUID();
    await database.asSystem.tenant.create({ data: { id: tenantId, name: "Other", slug: `other-${tenantId}` } });
    const { actor } = await member("owner");
    const { membershipId } = foreign;
    await expect(changeMemberRole(as(actor), { membershipId, role: "owner" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(removeMember(as(actor), { membershipId })).rejects.toMatchObject({ code: "not_found" });
    expect((await listMembers(as(actor))).map(({ userId }) => userId)).toEqual([actor.userId]);
  });
});

describe("the last owner", () => {
  it("can neither leave nor be demoted", async () => {
    const { actor, membershipId } = await member("owner");
    await member("admin");
    await expect(removeMember(as(actor), { membershipId })).rejects.toMatchObject({ code: "conflict" });
    await expect(changeMemberRole(as(actor), { membershipId, role: "admin" })).rejects.toMatchObject({
      code: "conflict",
    });
    await changeMemberRole(as(actor), { membershipId, role: "owner" });
  });

  it("remains when two owners remove each other at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const [left, right] = [await member("owner"), await member("owner")];
      const outcomes = await Promise.allSettled([
        removeMember(as(left.actor), { membershipId: right.membershipId }),
        removeMember(as(right.actor), { membershipId: left.membershipId }),
      ]);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const owners = await database.asSystem.membership.findMany({ where: { tenantId } });
      expect(owners).toHaveLength(1);
      await database.asSystem.membership.deleteMany({ where: { tenantId } });
    }
  });
});
