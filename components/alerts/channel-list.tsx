"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Mail, MessageSquare, Send, Webhook } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Switch } from "@/components/ui/switch";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ChannelView } from "@/lib/contracts/alert";

const ICONS = { email: Mail, webhook: Webhook, slack: MessageSquare };

export function ChannelList({ addChannel }: { addChannel: ReactNode }) {
  const t = useTranslations("alerts");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState<ChannelView | null>(null);
  const { data } = useSuspenseQuery(trpc.alertChannels.list.queryOptions());
  const remove = useMutation(
    trpc.alertChannels.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.alertChannels.pathFilter());
        await queryClient.invalidateQueries(trpc.alerts.pathFilter());
        setRemoving(null);
      },
    }),
  );
  if (data.channels.length === 0) {
    return <DataState icon={Send} title={t("noChannelsTitle")} text={t("noChannelsText")} action={addChannel} />;
  }
  return (
    <>
      <Table aria-label={t("tabs.channels")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("name")}</TableHead>
            <TableHead>{t("target")}</TableHead>
            <TableHead>{t("lastSent")}</TableHead>
            <TableHead>{t("getsOthers")}</TableHead>
            <TableHead>{t("active")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {data.channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} onRemove={() => setRemoving(channel)} />
          ))}
        </TableBody>
      </Table>
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setRemoving(null)}
          title={t("removeNamed", { name: removing.name })}
          description={t("removeChannelText")}
          confirmLabel={states("delete")}
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id: removing.id })}
        />
      ) : null}
    </>
  );
}

function ChannelRow({ channel, onRemove }: { channel: ChannelView; onRemove: () => void }) {
  const t = useTranslations("alerts");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const { reason } = usePermission("alerts.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const outcome = {
    onError: (error: unknown) => void toast.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries(trpc.alertChannels.pathFilter()),
  };
  const update = useMutation(trpc.alertChannels.update.mutationOptions(outcome));
  const test = useMutation(
    trpc.alertChannels.sendTest.mutationOptions({
      ...outcome,
      onSuccess: ({ isDelivered, error }) =>
        isDelivered
          ? toast.success(t("testSent", { name: channel.name }))
          : toast.error(t("testFailed", { name: channel.name, reason: error ?? "" })),
    }),
  );
  const { id, name, isDefault, isEnabled } = channel;
  const Icon = ICONS[channel.kind];
  return (
    <TableRow>
      <TableCell>
        <div className="flex max-w-56 items-center gap-2 font-medium">
          <Icon className="size-4 shrink-0 text-muted-foreground" aria-hidden />
          <span className="truncate">{name}</span>
        </div>
      </TableCell>
      <TableCell>
        <div>{t(`kinds.${channel.kind}`)}</div>
        <div className="max-w-64 truncate text-xs text-muted-foreground" title={channel.shown}>
          {channel.shown}
        </div>
      </TableCell>
      <TableCell>
        {channel.lastSentAt ? (
          <RelativeTime date={channel.lastSentAt} />
        ) : (
          <span className="text-muted-foreground">{states("never")}</span>
        )}
        {channel.lastError ? (
          <div className="max-w-64 pt-1" title={channel.lastError}>
            <StatusBadge tone="danger">{t("failed")}</StatusBadge>
            <div className="truncate pt-0.5 text-xs text-muted-foreground">{channel.lastError}</div>
          </div>
        ) : null}
      </TableCell>
      <TableCell>
        <Switch
          aria-label={t("getsOthersNamed", { name })}
          aria-disabled={reason !== null || undefined}
          title={reason ?? undefined}
          checked={isDefault}
          onCheckedChange={(next) => reason === null && update.mutate({ id, name, isEnabled, isDefault: next })}
        />
      </TableCell>
      <TableCell>
        <Switch
          aria-label={t("activeNamed", { name })}
          aria-disabled={reason !== null || undefined}
          title={reason ?? undefined}
          checked={isEnabled}
          onCheckedChange={(next) => reason === null && update.mutate({ id, name, isDefault, isEnabled: next })}
        />
      </TableCell>
      <TableCell className="text-right whitespace-nowrap">
        <GuardedButton
          reason={reason}
          variant="outline"
          size="sm"
          isPending={test.isPending}
          aria-label={t("sendTestNamed", { name })}
          onClick={() => test.mutate({ id })}
        >
          {t("sendTest")}
        </GuardedButton>{" "}
        <GuardedButton
          reason={reason}
          variant="ghost"
          size="sm"
          aria-label={t("removeNamed", { name })}
          onClick={onRemove}
        >
          {states("delete")}
        </GuardedButton>
      </TableCell>
    </TableRow>
  );
}
