"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { AddMemberDialog } from "./add-member-dialog";
import { MemberTable } from "./member-table";
import { RoleMatrix } from "./role-matrix";

export function MembersPage() {
  const t = useTranslations("members");
  const states = useTranslations("states");
  const canWrite = usePermission("members.write");
  const [isAdding, setIsAdding] = useState(false);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <GuardedButton reason={canWrite.reason} onClick={() => setIsAdding(true)}>
            <UserPlus aria-hidden />
            {t("add")}
          </GuardedButton>
        }
      />
      <div className="flex flex-col gap-8">
        <QueryBoundary fallback={<TableSkeleton rows={3} label={states("loading")} />}>
          <MemberList />
        </QueryBoundary>
        <RoleMatrix />
      </div>
      <AddMemberDialog open={isAdding} onOpenChange={setIsAdding} />
    </>
  );
}

function MemberList() {
  const trpc = useTRPC();
  const { data: members } = useSuspenseQuery(trpc.members.list.queryOptions());
  return <MemberTable members={members} />;
}
