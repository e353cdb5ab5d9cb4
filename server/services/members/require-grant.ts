import { AppError } from "@/lib/contracts/errors";
import { mayGrant, type Role } from "@/lib/contracts/permissions";

/** Throws `forbidden` when the role, wanted or held by somebody else, is above the actor's own. */
export function requireGrant(own: Role, role: Role): void {
  if (mayGrant(own, role)) return;
  throw new AppError("forbidden", `The role ${role} is above your own, ${own}. Ask somebody who has it.`, {
    param: "role",
  });
}
