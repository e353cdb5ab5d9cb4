"use client";

import { Check, Minus } from "lucide-react";
import { useTranslations } from "use-intl";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { ROLES, roleHas } from "@/lib/contracts/permissions";
import { LISTED, PERMISSION_TEXTS } from "./permission-texts";

/** Which role may do what, drawn from the one table that the server decides by. */
export function RoleMatrix() {
  const t = useTranslations("members");
  const states = useTranslations("states");
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-sm font-semibold">{t("rolesTitle")}</h2>
      <Table aria-label={t("rolesTitle")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("permission")}</TableHead>
            {ROLES.map((role) => (
              <TableHead key={role} className="text-center">
                {states(`roles.${role}`)}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {LISTED.map((permission) => (
            <TableRow key={permission}>
              <TableHead scope="row" className="h-8 text-[13px] font-normal text-foreground">
                {t(`permissions.${PERMISSION_TEXTS[permission]}`)}
              </TableHead>
              {ROLES.map((role) => {
                const isAllowed = roleHas(role, permission);
                const Icon = isAllowed ? Check : Minus;
                return (
                  <TableCell key={role} className="h-8 py-1 text-center">
                    <Icon
                      className={isAllowed ? "mx-auto size-4 text-success" : "mx-auto size-4 text-muted-foreground"}
                      aria-hidden
                    />
                    <span className="sr-only">{isAllowed ? t("allowed") : t("notAllowed")}</span>
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
