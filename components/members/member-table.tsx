"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { useSession } from "@/components/shared/session";
import { usePermission } from "@/components/shared/use-permission";
import { AvatarInitials } from "@/components/ui/avatar-initials";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { MemberView } from "@/lib/contracts/tenant";
import { guardMember } from "./member-guard";
import { MemberRoleSelect } from "./member-role-select";
import { RemoveMemberDialog } from "./remove-member-dialog";

export function MemberTable({ members }: { members: MemberView[] }) {
  const t = useTranslations("members");
  const session = useSession();
  const canWrite = usePermission("members.write");
  const [removing, setRemoving] = useState<MemberView | null>(null);
  return (
    <>
      <Table aria-label={t("table")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("name")}</TableHead>
            <TableHead>{t("role")}</TableHead>
            <TableHead>{t("joined")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {members.map((member) => {
            const guard = guardMember(session, member, members);
            const reason = canWrite.reason ?? (guard ? t(guard) : null);
            return (
              <TableRow key={member.id}>
                <TableCell>
                  <div className="flex items-center gap-2.5">
                    <AvatarInitials name={member.name} className="size-7" />
                    <div className="min-w-0">
                      <div className="flex items-center gap-2 font-medium">
                        <span className="max-w-64 truncate">{member.name}</span>
                        {member.userId === session.user.id ? <Badge variant="outline">{t("you")}</Badge> : null}
                      </div>
                      <div className="max-w-72 truncate text-xs text-muted-foreground">{member.email}</div>
                    </div>
                  </div>
                </TableCell>
                <TableCell>
                  <MemberRoleSelect member={member} reason={reason} />
                </TableCell>
                <TableCell>
                  <RelativeTime date={member.createdAt} />
                </TableCell>
                <TableCell className="text-right">
                  <GuardedButton
                    reason={reason}
                    variant="outline"
                    size="sm"
                    aria-label={t("removeNamed", { name: member.name })}
                    onClick={() => setRemoving(member)}
                  >
                    {t("remove")}
                  </GuardedButton>
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      {removing ? <RemoveMemberDialog member={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}
