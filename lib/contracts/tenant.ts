import { z } from "zod";
import { displayName } from "./display-name";
import { role } from "./permissions";

/** Lower-case words joined by hyphens: it stands in every console address. */
export const tenantSlug = z
  .string()
  .min(2)
  .max(48)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and single hyphens");

export const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "name an IANA time zone, such as Europe/Berlin");

export const tenantView = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  timeZone: z.string(),
  createdAt: z.date(),
});
export type TenantView = z.infer<typeof tenantView>;

export const createTenantInput = z.strictObject({
  name: displayName,
  slug: tenantSlug,
  timeZone: timeZone.default("UTC"),
});
export type CreateTenantInput = z.infer<typeof createTenantInput>;

export const updateTenantInput = z.strictObject({ name: displayName, timeZone });
export type UpdateTenantInput = z.infer<typeof updateTenantInput>;

export const memberView = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  createdAt: z.date(),
});
export type MemberView = z.infer<typeof memberView>;

/** A new person gets an account with a password that is shown once; a known address is added as it is. */
export const addMemberInput = z.strictObject({
  email: z.email().max(254).toLowerCase(),
  name: displayName,
  role,
});
export type AddMemberInput = z.infer<typeof addMemberInput>;
export const addMemberResult = z.object({ member: memberView, initialPassword: z.string().nullable() });

export const changeMemberRoleInput = z.strictObject({ membershipId: z.uuid(), role });
export const removeMemberInput = z.strictObject({ membershipId: z.uuid() });

/** At least twelve characters, and another than the present one. */
export const changePasswordInput = z
  .strictObject({ currentPassword: z.string().min(1).max(1000), newPassword: z.string().min(12).max(1000) })
  .refine(({ currentPassword, newPassword }) => currentPassword !== newPassword, {
    path: ["newPassword"],
    message: "choose another than the present one",
  });
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

/** Who is signed in, and where they may go. */
export const sessionView = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), isOperator: z.boolean() }),
  tenant: tenantView,
  role,
  tenants: z.array(z.object({ id: z.string(), name: z.string(), slug: z.string(), role })),
});
export type SessionView = z.infer<typeof sessionView>;
