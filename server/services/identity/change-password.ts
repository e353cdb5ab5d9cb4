import { AppError } from "@/lib/contracts/errors";
import type { ChangePasswordInput } from "@/lib/contracts/tenant";
import type { SessionUser } from "@/server/auth/actor";
import { hashPassword, verifyPassword } from "@/server/auth/passwords";
import type { Database } from "@/server/db/client";
import { writeAudit } from "@/server/services/audit/write-audit";

/** Replaces one's own password and ends every session, this one too. Throws `invalid_request` when the present password is wrong. */
export async function changePassword(
  { database, user }: { database: Database; user: SessionUser },
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<void> {
  const stored = await database.asSystem.user.findUnique({
    where: { id: user.id },
    select: { passwordHash: true, memberships: { select: { tenantId: true } } },
  });
  if (!(await verifyPassword(stored?.passwordHash ?? null, currentPassword))) {
    throw new AppError("invalid_request", "The present password is not right. Enter it again.", {
      param: "currentPassword",
      fields: { currentPassword: "The present password is not right." },
    });
  }
  const passwordHash = await hashPassword(newPassword);
  await database.asSystem.$transaction(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { passwordHash, sessionVersion: { increment: 1 } } });
    for (const { tenantId } of stored?.memberships ?? []) {
      await writeAudit(
        tx,
        { kind: "user", id: user.id, name: user.name, tenantId },
        { action: "user.change_password", targetId: user.id, targetName: user.email },
      );
    }
  });
}
