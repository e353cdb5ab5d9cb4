"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { FaultsNote } from "@/components/configuration/faults-note";
import { FormFaults } from "@/components/configuration/form-faults";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useSession } from "@/components/shared/session";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";
import { createTemplateInput, type TemplateView } from "@/lib/contracts/template";
import { OverrideFields, type OverrideText, toOverrides, toOverrideTexts } from "./override-fields";
import { PublicSwitch } from "./public-switch";
import { TemplatePreview } from "./template-preview";
import { TemplateVersions } from "./template-versions";

/** A template's editor. Saving makes a new version; the one that was opened stays. */
export function TemplateDialog({ from, onClose }: { from: TemplateView | null; onClose: () => void }) {
  const t = useTranslations("templates");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const canWrite = usePermission("templates.write");
  const ids = { name: useId(), task: useId(), description: useId(), text: useId() };
  const [name, setName] = useState(from?.name ?? "");
  const [taskType, setTaskType] = useState(from?.taskType ?? "");
  const [description, setDescription] = useState(from?.description ?? "");
  const [template, setTemplate] = useState(from?.template ?? "");
  const [overrides, setOverrides] = useState<OverrideText[]>(() => toOverrideTexts(from?.modelOverrides ?? {}));
  const { isOperator } = useSession().user;
  const [isPublic, setIsPublic] = useState(from?.isPublic ?? false);
  const reason = from && !from.isOwn ? t("notOwn") : canWrite.reason;
  const modelOverrides = toOverrides(overrides);

  const save = useMutation({
    mutationFn: () => {
      const parsed = createTemplateInput.safeParse({ name, taskType, description, template, modelOverrides });
      if (!parsed.success) throw new FormFaults(parsed.error.issues);
      return from
        ? client.templates.saveVersion.mutate({ ...parsed.data, baseVersion: from.version })
        : client.templates.create.mutate(parsed.data);
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: trpc.templates.list.pathKey() });
      toast.success(t("saved", { name: saved.name, version: saved.version }));
      onClose();
    },
  });
  const take = useMutation({
    mutationFn: (id: string) => client.templates.get.query({ id }),
    onSuccess: (taken) => {
      setTaskType(taken.taskType);
      setDescription(taken.description);
      setTemplate(taken.template);
      setOverrides(toOverrideTexts(taken.modelOverrides));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!reason) save.mutate();
  };
  const saveByKey = (event: KeyboardEvent) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!reason && !save.isPending) save.mutate();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-3xl">
        <form noValidate className="flex flex-col gap-4" onSubmit={submit} onKeyDown={saveByKey}>
          <DialogHeader>
            <DialogTitle>{from ? t("editTitle", { name: from.name }) : t("createTitle")}</DialogTitle>
            <DialogDescription>{t("formText")}</DialogDescription>
          </DialogHeader>
          <FaultsNote error={save.error ?? take.error} />
          <div className="grid gap-4 sm:grid-cols-2">
            {from ? null : (
              <div className="flex flex-col gap-1.5">
                <Label htmlFor={ids.name}>{t("name")}</Label>
                <Input
                  id={ids.name}
                  value={name}
                  autoComplete="off"
                  onChange={(event) => setName(event.target.value)}
                />
              </div>
            )}
            <div className="flex flex-col gap-1.5">
              <Label htmlFor={ids.task}>{t("task")}</Label>
              <Input id={ids.task} value={taskType} onChange={(event) => setTaskType(event.target.value)} />
            </div>
            <div className="flex flex-col gap-1.5">
              <Label htmlFor={ids.description}>{t("descriptionLabel")}</Label>
              <Input
                id={ids.description}
                value={description}
                onChange={(event) => setDescription(event.target.value)}
              />
            </div>
          </div>
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={ids.text}>{t("text")}</Label>
            <Textarea
              id={ids.text}
              rows={8}
              className="font-mono text-xs"
              value={template}
              aria-describedby={`${ids.text}-help`}
              onChange={(event) => setTemplate(event.target.value)}
            />
            <p id={`${ids.text}-help`} className="text-xs text-muted-foreground">
              {t("textHelp", { example: "{{customer}}" })}
            </p>
          </div>
          {from?.isOwn && isOperator ? (
            <PublicSwitch template={from} isPublic={isPublic} onChange={setIsPublic} />
          ) : null}
          <OverrideFields overrides={overrides} onChange={setOverrides} />
          <TemplatePreview texts={{ template, modelOverrides }} />
          {from?.isOwn ? <TemplateVersions name={from.name} onTake={(id) => take.mutate(id)} /> : null}
          <DialogFooter>
            <Button type="button" variant="outline" onClick={onClose}>
              {states("cancel")}
            </Button>
            <GuardedButton type="submit" reason={reason} isPending={save.isPending}>
              {from ? t("saveVersion") : t("create")}
            </GuardedButton>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
