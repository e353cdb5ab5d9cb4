import type { Role } from "@/lib/contracts/permissions";
import type { MemberView } from "@/lib/contracts/tenant";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { lockMember } from "./lock-member";
import { toMemberView, WITH_PERSON } from "./member-view";
import { requireGrant } from "./require-grant";

/** Counts from the member's next request on. Throws `forbidden` above the actor's own role, `conflict` for the last owner. */
export async function changeMemberRole(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { membershipId, role }: { membershipId: string; role: Role },
): Promise<MemberView> {
  requireGrant(actor.role, role);
  return database.inTenant(actor.tenantId, async (tx) => {
    const before = await lockMember(tx, actor, membershipId, { remainsOwner: role === "owner" });
    const after = await tx.membership.update({ where: { id: membershipId }, data: { role }, include: WITH_PERSON });
    await writeAudit(tx, actor, {
      action: "member.change_role",
      targetId: membershipId,
      targetName: after.user.email,
      changes: { role: { before: before.role, after: role } },
    });
    return toMemberView(after);
  });
}
