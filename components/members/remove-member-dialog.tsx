"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { useSession } from "@/components/shared/session";
import { useTRPC } from "@/components/trpc/client";
import type { MemberView } from "@/lib/contracts/tenant";

export function RemoveMemberDialog({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const t = useTranslations("members");
  const session = useSession();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isSelf = member.userId === session.user.id;
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        // Who has left can't read this organization any more.
        if (isSelf) return window.location.assign("/");
        await queryClient.invalidateQueries(trpc.members.list.queryFilter());
        toast.success(t("removed", { name: member.name }));
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isSelf ? t("leaveTitle", { tenant: session.tenant.name }) : t("removeTitle", { name: member.name })}
      description={isSelf ? t("leaveText") : t("removeText", { name: member.name })}
      confirmLabel={t("remove")}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ membershipId: member.id })}
    />
  );
}
