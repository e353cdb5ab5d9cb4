import { AppError } from "@/lib/contracts/errors";
import { type Permission, roleHas } from "@/lib/contracts/permissions";
import type { Actor } from "./actor";

/** Throws `forbidden` where the actor's role does not hold the permission. */
export function requirePermission({ role }: Pick<Actor, "role">, permission: Permission): void {
  if (roleHas(role, permission)) return;
  throw new AppError("forbidden", `Your role, ${role}, does not allow this (${permission}). Ask an owner or admin.`);
}
