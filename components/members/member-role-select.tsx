"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { useSession } from "@/components/shared/session";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { mayGrant, ROLES, type Role, role as roleSchema } from "@/lib/contracts/permissions";
import type { MemberView } from "@/lib/contracts/tenant";

/** `reason` says why the role can't be changed; null when it can. Lowering one's own is asked about first. */
export function MemberRoleSelect({ member, reason }: { member: MemberView; reason: string | null }) {
  const t = useTranslations("members");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const session = useSession();
  const router = useRouter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const reasonId = useId();
  const [asked, setAsked] = useState<Role | null>(null);
  const isSelf = member.userId === session.user.id;
  const change = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSuccess: async (changed) => {
        setAsked(null);
        await queryClient.invalidateQueries(trpc.members.list.queryFilter());
        toast.success(t("roleChanged", { name: changed.name, role: states(`roles.${changed.role}`) }));
        // What the rest of the console offers hangs on one's own role.
        if (isSelf) router.refresh();
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  if (reason) {
    return (
      <>
        <button
          type="button"
          aria-disabled
          aria-describedby={reasonId}
          title={reason}
          className="h-8 w-36 rounded-md px-2.5 text-left text-[13px] text-muted-foreground outline-none focus-visible:ring-2 focus-visible:ring-ring"
        >
          {states(`roles.${member.role}`)}
        </button>
        <span id={reasonId} className="sr-only">
          {reason}
        </span>
      </>
    );
  }
  const choose = (role: Role) => {
    if (isSelf) setAsked(role);
    else change.mutate({ membershipId: member.id, role });
  };
  return (
    <>
      <Select
        value={change.isPending ? change.variables.role : member.role}
        disabled={change.isPending}
        onValueChange={(value) => choose(roleSchema.parse(value))}
      >
        <SelectTrigger aria-label={t("roleOf", { name: member.name })} className="w-36">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {ROLES.filter((role) => mayGrant(session.role, role)).map((role) => (
            <SelectItem key={role} value={role}>
              {states(`roles.${role}`)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setAsked(null)}
          title={t("selfTitle", { role: states(`roles.${asked}`) })}
          description={t("selfText")}
          confirmLabel={t("selfConfirm")}
          isPending={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate({ membershipId: member.id, role: asked })}
        />
      ) : null}
    </>
  );
}
