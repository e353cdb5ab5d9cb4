"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Plus, SlidersHorizontal } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import type { ProfileView } from "@/lib/contracts/profile";
import { ProfileDialog } from "./profile-dialog";
import { ProfileTable } from "./profile-table";

type Opened = { from: ProfileView | null; isClone: boolean };

export function ProfilesPage() {
  const t = useTranslations("configuration.profiles");
  const states = useTranslations("states");
  const canWrite = usePermission("configuration.write");
  const [opened, setOpened] = useState<Opened | null>(null);
  const create = (
    <GuardedButton reason={canWrite.reason} onClick={() => setOpened({ from: null, isClone: false })}>
      <Plus aria-hidden />
      {t("create")}
    </GuardedButton>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <QueryBoundary fallback={<TableSkeleton label={states("loading")} />}>
        <Profiles create={create} opened={opened} setOpened={setOpened} />
      </QueryBoundary>
    </>
  );
}

function Profiles({
  create,
  opened,
  setOpened,
}: {
  create: ReactNode;
  opened: Opened | null;
  setOpened: (opened: Opened | null) => void;
}) {
  const t = useTranslations("configuration.profiles");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { data: profiles } = useSuspenseQuery(trpc.profiles.list.queryOptions());
  const [removing, setRemoving] = useState<ProfileView | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.profiles.pathKey() });
  const makeDefault = useMutation(
    trpc.profiles.setDefault.mutationOptions({
      onSettled: refresh,
      onError: (error) => void toast.error(errorText(error)),
    }),
  );
  return (
    <>
      {profiles.length === 0 ? (
        <DataState icon={SlidersHorizontal} title={t("firstUseTitle")} text={t("firstUseText")} action={create} />
      ) : (
        <ProfileTable
          profiles={profiles}
          onEdit={(from) => setOpened({ from, isClone: false })}
          onClone={(from) => setOpened({ from, isClone: true })}
          onMakeDefault={({ name }) => makeDefault.mutate({ name })}
          onRemove={setRemoving}
        />
      )}
      {opened ? <ProfileDialog {...opened} profiles={profiles} onClose={() => setOpened(null)} /> : null}
      {removing ? <RemoveProfileDialog profile={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}

function RemoveProfileDialog({ profile, onClose }: { profile: ProfileView; onClose: () => void }) {
  const t = useTranslations("configuration.profiles");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { name, usedBy } = profile;
  const remove = useMutation(
    trpc.profiles.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.profiles.pathKey() });
        toast.success(t("removed", { name }));
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", { name })}
      description={t("removeText")}
      affected={usedBy}
      confirmLabel={t("remove")}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ name })}
    />
  );
}
