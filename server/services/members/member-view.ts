import type { Role } from "@/lib/contracts/permissions";
import type { MemberView } from "@/lib/contracts/tenant";

interface MembershipRow {
  id: string;
  userId: string;
  role: Role;
  createdAt: Date;
  user: { name: string; email: string };
}

/** The columns of a person that fellow members may see. */
export const WITH_PERSON = { user: { select: { name: true, email: true } } } as const;

export function toMemberView({ id, userId, role, createdAt, user }: MembershipRow): MemberView {
  return { id, userId, name: user.name, email: user.email, role, createdAt };
}
