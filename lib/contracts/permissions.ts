import { z } from "zod";

/** Highest first. Operator is a flag on a user, not a role. */
export const ROLES = ["owner", "admin", "developer", "viewer"] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

/** Permission → the roles that hold it. The one place where authority is written down. */
export const PERMISSIONS = {
  "overview.read": ["owner", "admin", "developer", "viewer"],
  "providers.read": ["owner", "admin", "developer", "viewer"],
  "providers.write": ["owner", "admin"],
  "models.read": ["owner", "admin", "developer", "viewer"],
  "models.write": ["owner", "admin"],
  "model_settings.write": ["owner", "admin"],
  "configuration.read": ["owner", "admin", "developer", "viewer"],
  "configuration.write": ["owner", "admin"],
  "processors.write": ["owner", "admin", "developer"],
  "templates.read": ["owner", "admin", "developer", "viewer"],
  "templates.write": ["owner", "admin", "developer"],
  "api_keys.read": ["owner", "admin", "developer"],
  "api_keys.write": ["owner", "admin", "developer"],
  "limits.read": ["owner", "admin", "developer", "viewer"],
  "limits.write": ["owner", "admin"],
  "members.read": ["owner", "admin", "developer", "viewer"],
  "members.write": ["owner", "admin"],
  "usage.read": ["owner", "admin", "developer", "viewer"],
  "requests.read": ["owner", "admin", "developer", "viewer"],
  "alerts.read": ["owner", "admin", "developer", "viewer"],
  "alerts.acknowledge": ["owner", "admin", "developer"],
  "alerts.write": ["owner", "admin"],
  "invoices.write": ["owner", "admin"],
  "routing.read": ["owner", "admin", "developer", "viewer"],
  "routing.write": ["owner", "admin"],
  "cache.read": ["owner", "admin", "developer", "viewer"],
  "cache.write": ["owner", "admin"],
  "gateway.call": ["owner", "admin", "developer"],
  "tenant.write": ["owner", "admin"],
  "budgets.read": ["owner", "admin", "developer", "viewer"],
  "budgets.write": ["owner", "admin"],
  "audit.read": ["owner", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function roleHas(held: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(held);
}

/** Whether someone with `held` may hand out `wanted`: never above one's own. */
export function mayGrant(held: Role, wanted: Role): boolean {
  return ROLES.indexOf(wanted) >= ROLES.indexOf(held);
}
