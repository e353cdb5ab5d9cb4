import { mayGrant, type Role } from "@/lib/contracts/permissions";
import type { MemberView } from "@/lib/contracts/tenant";

/** Why a member's role or membership can't be changed; null when it can. The server holds the same rules. */
export type MemberGuard = "aboveYou" | "lastOwner" | null;

export function guardMember(actor: { role: Role }, member: MemberView, members: readonly MemberView[]): MemberGuard {
  if (!mayGrant(actor.role, member.role)) return "aboveYou";
  const isLastOwner = member.role === "owner" && members.filter(({ role }) => role === "owner").length === 1;
  return isLastOwner ? "lastOwner" : null;
}
