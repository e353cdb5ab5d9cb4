"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Plus, TriangleAlert, Workflow } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { CostInterval } from "@/components/configuration/cost-interval";
import { formatSetting } from "@/components/configuration/format-setting";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { Money } from "@/components/shared/money";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ProcessorView } from "@/lib/contracts/processor";
import { CostChart } from "./cost-chart";
import { ProcessorDialog } from "./processor-dialog";
import { RunDialog } from "./run-dialog";

type Opened = { kind: "edit" | "run" | "remove"; processor: ProcessorView } | { kind: "create"; processor: null };

export function ProcessorsPage() {
  const t = useTranslations("configuration.processors");
  const states = useTranslations("states");
  const canWrite = usePermission("processors.write");
  const [opened, setOpened] = useState<Opened | null>(null);
  const create = (
    <GuardedButton reason={canWrite.reason} onClick={() => setOpened({ kind: "create", processor: null })}>
      <Plus aria-hidden />
      {t("create")}
    </GuardedButton>
  );
  const close = () => setOpened(null);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <QueryBoundary fallback={<TableSkeleton label={states("loading")} />}>
        <Processors create={create} onOpen={setOpened} />
        {opened?.kind === "create" || opened?.kind === "edit" ? (
          <ProcessorDialog from={opened.processor} onClose={close} />
        ) : null}
        {opened?.kind === "run" ? <RunDialog processor={opened.processor} onClose={close} /> : null}
        {opened?.kind === "remove" ? <RemoveProcessorDialog processor={opened.processor} onClose={close} /> : null}
      </QueryBoundary>
    </>
  );
}

function Processors({ create, onOpen }: { create: ReactNode; onOpen: (opened: Opened) => void }) {
  const t = useTranslations("configuration.processors");
  const trpc = useTRPC();
  const { data: processors } = useSuspenseQuery(trpc.processors.list.queryOptions());
  if (processors.length === 0)
    return <DataState icon={Workflow} title={t("firstUseTitle")} text={t("firstUseText")} action={create} />;
  return (
    <div className="flex flex-col gap-5">
      <Table aria-label={t("table")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("name")}</TableHead>
            <TableHead>{t("task")}</TableHead>
            <TableHead>{t("profile")}</TableHead>
            <TableHead>{t("model")}</TableHead>
            <TableHead>{t("overrides")}</TableHead>
            <TableHead>{t("estimate")}</TableHead>
            <TableHead>{t("actual")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {processors.map((processor) => (
            <ProcessorRow key={processor.id} processor={processor} onOpen={onOpen} />
          ))}
        </TableBody>
      </Table>
      <CostChart processors={processors} />
    </div>
  );
}

function ProcessorRow({ processor, onOpen }: { processor: ProcessorView; onOpen: (opened: Opened) => void }) {
  const t = useTranslations("configuration.processors");
  const canWrite = usePermission("processors.write");
  const canCall = usePermission("gateway.call");
  const { name, configuration, effectiveModel, effectiveProfile, fault } = processor;
  const overrides = [
    ...Object.keys(configuration.settings_override),
    ...(configuration.model_override ? ["model"] : []),
  ];
  return (
    <TableRow>
      <TableCell>
        <div className="font-medium">{name}</div>
        <div className="max-w-64 truncate text-xs text-muted-foreground">{processor.description}</div>
        {processor.template ? (
          <div className="text-xs text-muted-foreground">
            {t("madeOf", { name: processor.template.name, version: processor.template.version })}
          </div>
        ) : null}
        {fault ? (
          <div className="flex max-w-72 gap-1.5 text-xs whitespace-normal text-danger">
            <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            {t("faulty", { reason: fault })}
          </div>
        ) : null}
      </TableCell>
      <TableCell>{processor.taskType}</TableCell>
      <TableCell>{effectiveProfile ? formatSetting(effectiveProfile.value) : "–"}</TableCell>
      <TableCell>
        <code className="text-xs">{effectiveModel ? formatSetting(effectiveModel.value) : "–"}</code>
      </TableCell>
      <TableCell>
        <Badge variant={overrides.length > 0 ? "info" : "outline"} title={overrides.join(", ") || undefined}>
          {t("overridden", { count: overrides.length })}
        </Badge>
      </TableCell>
      <TableCell className="whitespace-normal">
        <CostInterval estimate={processor.estimate} />
      </TableCell>
      <TableCell>
        <Money nanoUsd={processor.costNanoUsd7d} />
        <div className="text-xs text-muted-foreground">{t("calls", { count: processor.requestCount7d })}</div>
      </TableCell>
      <TableCell>
        <span className="flex justify-end gap-1">
          <GuardedButton
            reason={canCall.reason}
            size="sm"
            aria-label={t("runNamed", { name })}
            onClick={() => onOpen({ kind: "run", processor })}
          >
            {t("run")}
          </GuardedButton>
          <GuardedButton
            reason={canWrite.reason}
            variant="outline"
            size="sm"
            aria-label={t("editNamed", { name })}
            onClick={() => onOpen({ kind: "edit", processor })}
          >
            {t("edit")}
          </GuardedButton>
          <GuardedButton
            reason={canWrite.reason}
            variant="outline"
            size="sm"
            aria-label={t("removeNamed", { name })}
            onClick={() => onOpen({ kind: "remove", processor })}
          >
            {t("remove")}
          </GuardedButton>
        </span>
      </TableCell>
    </TableRow>
  );
}

function RemoveProcessorDialog({ processor: { name }, onClose }: { processor: ProcessorView; onClose: () => void }) {
  const t = useTranslations("configuration.processors");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.processors.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.processors.pathKey() });
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
      confirmLabel={t("remove")}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ name })}
    />
  );
}
