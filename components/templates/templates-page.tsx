"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { FileText, Plus } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { NoMatch } from "@/components/shared/no-match";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import type { TemplateSummary } from "@/lib/contracts/template";
import { TemplateDialog } from "./template-dialog";
import { TemplateTable } from "./template-table";

const EVERY_TASK = "";

/** Prompt templates: the latest version of each, an editor with a preview, and the versions before. */
export function TemplatesPage() {
  const t = useTranslations("templates");
  const states = useTranslations("states");
  const canWrite = usePermission("templates.write");
  const [isCreating, setIsCreating] = useState(false);
  const [removed, setRemoved] = useState<TemplateSummary | null>(null);
  const [openId, setOpenId] = useQueryState("template", parseAsString.withOptions({ history: "push" }));
  const create = (
    <GuardedButton reason={canWrite.reason} onClick={() => setIsCreating(true)}>
      <Plus aria-hidden />
      {t("create")}
    </GuardedButton>
  );
  const skeleton = <TableSkeleton label={states("loading")} />;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <QueryBoundary fallback={skeleton}>
        <Templates create={create} onOpen={(id) => void setOpenId(id)} onRemove={setRemoved} />
      </QueryBoundary>
      {isCreating ? <TemplateDialog from={null} onClose={() => setIsCreating(false)} /> : null}
      {openId ? (
        <QueryBoundary key={openId} fallback={skeleton}>
          <OpenTemplate id={openId} onClose={() => void setOpenId(null)} />
        </QueryBoundary>
      ) : null}
      {removed ? <RemoveTemplateDialog template={removed} onClose={() => setRemoved(null)} /> : null}
    </>
  );
}

function OpenTemplate({ id, onClose }: { id: string; onClose: () => void }) {
  const trpc = useTRPC();
  const { data: template } = useSuspenseQuery(trpc.templates.get.queryOptions({ id }));
  return <TemplateDialog from={template} onClose={onClose} />;
}

interface TemplatesProps {
  create: ReactNode;
  onOpen: (id: string) => void;
  onRemove: (template: TemplateSummary) => void;
}

function Templates({ create, onOpen, onRemove }: TemplatesProps) {
  const t = useTranslations("templates");
  const trpc = useTRPC();
  const taskId = useId();
  const [task, setTask] = useQueryState("task", parseAsString.withDefault(EVERY_TASK));
  const { data: templates } = useSuspenseQuery(trpc.templates.list.queryOptions({}));
  if (templates.length === 0)
    return <DataState icon={FileText} title={t("firstUseTitle")} text={t("firstUseText")} action={create} />;
  const tasks = [...new Set(templates.map(({ taskType }) => taskType))].sort();
  const shown = task === EVERY_TASK ? templates : templates.filter(({ taskType }) => taskType === task);
  return (
    <div className="flex flex-col gap-4">
      <div className="max-w-60">
        <Select
          value={task === EVERY_TASK ? "*" : task}
          onValueChange={(next) => void setTask(next === "*" ? null : next)}
        >
          <SelectTrigger id={taskId} aria-label={t("task")}>
            <SelectValue placeholder={task} />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value="*">{t("everyTask")}</SelectItem>
            {tasks.map((each) => (
              <SelectItem key={each} value={each}>
                {each}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      {shown.length === 0 ? (
        <NoMatch filters={[`${t("task")}: ${task}`]} onClear={() => void setTask(null)} />
      ) : (
        <TemplateTable templates={shown} onOpen={onOpen} onRemove={onRemove} />
      )}
    </div>
  );
}

function RemoveTemplateDialog({ template: { name }, onClose }: { template: TemplateSummary; onClose: () => void }) {
  const t = useTranslations("templates");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.templates.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.templates.list.pathKey() });
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
