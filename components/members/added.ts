import type { MemberView } from "@/lib/contracts/tenant";

/** A member just added. */
export interface Added {
  member: MemberView;
  /** Null for somebody who had an account already. */
  initialPassword: string | null;
}
