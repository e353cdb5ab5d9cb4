import { AppError } from "@/lib/contracts/errors";
import type { AddMemberInput, MemberView } from "@/lib/contracts/tenant";
import { generatePassword, hashPassword } from "@/server/auth/passwords";
import { isUniqueViolation } from "@/server/db/is-unique-violation";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { toMemberView, WITH_PERSON } from "./member-view";
import { requireGrant } from "./require-grant";

/**
 * Adds a person by e-mail address. One who is new to the installation gets an account whose password is in the result and nowhere else; one who
 * is known keeps name and password. Throws `forbidden` for a role above the actor's, `conflict` for a member.
 */
export async function addMember(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { email, name, role }: AddMemberInput,
): Promise<{ member: MemberView; initialPassword: string | null }> {
  requireGrant(actor.role, role);
  // Made before it is known to be needed: hashing inside the transaction would hold a connection meanwhile.
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  try {
    return await database.asSystem.$transaction(async (tx) => {
      const known = await tx.user.findUnique({ where: { email }, select: { id: true } });
      const user = known ?? (await tx.user.create({ data: { email, name, passwordHash }, select: { id: true } }));
      const membership = await tx.membership.create({
        data: { tenantId: actor.tenantId, userId: user.id, role },
        include: WITH_PERSON,
      });
      await writeAudit(tx, actor, {
        action: "member.add",
        targetId: membership.id,
        targetName: email,
        changes: { role, isNewAccount: known === null },
      });
      return { member: toMemberView(membership), initialPassword: known ? null : password };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      "conflict",
      `${email} is a member already. Change the role in the list instead.`,
      { param: "email" },
      { cause: error },
    );
  }
}
