import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { lockMember } from "./lock-member";

/** Counts from their next request on; their account and what they made stay. Throws as `lockMember` does. */
export async function removeMember(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { membershipId }: { membershipId: string },
): Promise<{ id: string }> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const member = await lockMember(tx, actor, membershipId, { remainsOwner: false });
    await tx.membership.delete({ where: { id: membershipId } });
    await writeAudit(tx, actor, {
      action: "member.remove",
      targetId: membershipId,
      targetName: member.user.email,
      changes: { role: member.role },
    });
    return { id: membershipId };
  });
}
