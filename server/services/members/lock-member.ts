import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/server/auth/actor";
import type { TenantTransaction } from "@/server/db/client";
import { WITH_PERSON } from "./member-view";
import { requireGrant } from "./require-grant";

/**
 * The member about to be changed, with every other change of the tenant's members waiting until this one is done: two owners who remove each
 * other at once must not both succeed. Throws `not_found`, `forbidden` for one above the actor, `conflict` when no owner would remain.
 */
export async function lockMember(
  tx: TenantTransaction,
  actor: Actor,
  membershipId: string,
  { remainsOwner }: { remainsOwner: boolean },
) {
  await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${actor.tenantId}::uuid FOR UPDATE`;
  const member = await tx.membership.findUnique({ where: { id: membershipId }, include: WITH_PERSON });
  if (!member) throw new AppError("not_found", "There is no such member in this organization.");
  // The actor's own role may have been lowered while this waited.
  const current = actor.userId
    ? await tx.membership.findFirst({ where: { userId: actor.userId }, select: { role: true } })
    : actor;
  if (!current) throw new AppError("forbidden", "You are no longer a member of this organization.");
  requireGrant(current.role, member.role);
  if (member.role === "owner" && !remainsOwner) {
    const owners = await tx.membership.count({ where: { role: "owner" } });
    if (owners === 1) {
      throw new AppError("conflict", `${member.user.name} is the last owner. Make somebody else an owner first.`);
    }
  }
  return member;
}
