"use client";

import { Lock } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { PERMISSIONS, type Permission, ROLES } from "@/lib/contracts/permissions";
import { DataState } from "./data-state";
import { useSession } from "./session";

/** A page or part that the reader's role does not open. */
export function Denied({ permission }: { permission?: Permission }) {
  const t = useTranslations("states");
  const format = useFormatter();
  const { role } = useSession();
  const opening = permission ? PERMISSIONS[permission] : ROLES.slice(0, 2);
  const roles = format.list(
    opening.map((name) => t(`roles.${name}`)),
    { type: "disjunction" },
  );
  return <DataState icon={Lock} title={t("deniedTitle")} text={t("deniedText", { roles, role: t(`roles.${role}`) })} />;
}
