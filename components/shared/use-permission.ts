"use client";

import { useFormatter, useTranslations } from "use-intl";
import { PERMISSIONS, type Permission, roleHas } from "@/lib/contracts/permissions";
import { useSession } from "./session";

/** Whether the signed-in person holds a permission, and if not, a sentence that names the roles that do. The server decides all the same. */
export function usePermission(permission: Permission): { isAllowed: boolean; reason: string | null } {
  const { role } = useSession();
  const t = useTranslations("states");
  const format = useFormatter();
  if (roleHas(role, permission)) return { isAllowed: true, reason: null };
  const roles = format.list(
    PERMISSIONS[permission].map((name) => t(`roles.${name}`)),
    { type: "disjunction" },
  );
  return { isAllowed: false, reason: t("deniedControl", { roles }) };
}
