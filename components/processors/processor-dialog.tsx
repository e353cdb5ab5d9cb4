"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { FaultsNote } from "@/components/configuration/faults-note";
import { FormFaults } from "@/components/configuration/form-faults";
import { fromDraft, toDraft } from "@/components/configuration/setting-draft";
import { SettingFields } from "@/components/configuration/setting-fields";
import { fromOption, TargetOptions, toOption, useTargets } from "@/components/configuration/target-options";
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
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { SETTING_NAMES } from "@/lib/contracts/call-settings";
import { INPUT_VARIABLE, type ProcessorView, saveProcessorInput } from "@/lib/contracts/processor";

const INHERIT = "inherit";
const NONE = "none";

/** A processor's form: what is left empty comes from its profile, and says so. */
export function ProcessorDialog({ from, onClose }: { from: ProcessorView | null; onClose: () => void }) {
  const t = useTranslations("configuration.processors");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const ids = {
    name: useId(),
    task: useId(),
    description: useId(),
    profile: useId(),
    model: useId(),
    template: useId(),
  };
  const { data: templates } = useSuspenseQuery(trpc.templates.list.queryOptions({}));
  const [templateId, setTemplateId] = useState(from?.templateId ?? NONE);
  const { data: profiles } = useSuspenseQuery(trpc.profiles.list.queryOptions());
  const [name, setName] = useState(from?.name ?? "");
  const [taskType, setTaskType] = useState(from?.taskType ?? "");
  const [description, setDescription] = useState(from?.description ?? "");
  const [chosen, setChosen] = useState(from?.configuration.llm_profile ?? INHERIT);
  const override = from?.configuration.model_override;
  const current = override ? toOption(override) : undefined;
  const targets = useTargets(current);
  const [target, setTarget] = useState(current ?? INHERIT);
  const [draft, setDraft] = useState(toDraft(from?.configuration.settings_override ?? {}));

  const profile = profiles.find((each) => (chosen === INHERIT ? each.isDefault : each.name === chosen));
  const inherited = Object.fromEntries(
    SETTING_NAMES.flatMap((setting) => {
      const value = profile?.profile.settings[setting];
      return value === undefined ? [] : [[setting, { value, source: profile?.name ?? null }] as const];
    }),
  );
  // A version that has been superseded stays chosen until another one is.
  const held = from?.template;
  const offered = held && !templates.some(({ id }) => id === held.id) ? [held, ...templates] : templates;
  const save = useMutation({
    mutationFn: () => {
      const parsed = saveProcessorInput.safeParse({
        name,
        description,
        taskType,
        isNew: from === null,
        templateId: templateId === NONE ? null : templateId,
        configuration: {
          llm_profile: chosen === INHERIT ? null : chosen,
          model_override: target === INHERIT ? null : fromOption(target),
          settings_override: fromDraft(draft),
        },
      });
      if (!parsed.success) throw new FormFaults(parsed.error.issues);
      return client.processors.save.mutate(parsed.data);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.processors.pathKey() });
      toast.success(t("saved", { name }));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-2xl">
        <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
          <DialogHeader>
            <DialogTitle>{from ? t("editTitle", { name }) : t("createTitle")}</DialogTitle>
            <DialogDescription>{t("formText")}</DialogDescription>
          </DialogHeader>
          <FaultsNote error={save.error} />
          {from ? null : (
            <div className="flex flex-col gap-1.5">
              <Label htmlFor={ids.name}>{t("name")}</Label>
              <Input
                id={ids.name}
                value={name}
                autoComplete="off"
                aria-describedby={`${ids.name}-help`}
                onChange={(event) => setName(event.target.value)}
              />
              <p id={`${ids.name}-help`} className="text-xs text-muted-foreground">
                {t("nameHelp")}
              </p>
            </div>
          )}
          <div className="grid gap-4 sm:grid-cols-2">
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
            <div className="flex flex-col gap-1.5">
              <Label htmlFor={ids.profile}>{t("profile")}</Label>
              <Select value={chosen} onValueChange={setChosen}>
                <SelectTrigger id={ids.profile}>
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  <SelectItem value={INHERIT}>{t("defaultProfile")}</SelectItem>
                  {profiles.map((each) => (
                    <SelectItem key={each.name} value={each.name}>
                      {each.name}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            </div>
            <div className="flex flex-col gap-1.5">
              <Label htmlFor={ids.model}>{t("model")}</Label>
              <Select value={target} onValueChange={setTarget}>
                <SelectTrigger id={ids.model}>
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  <SelectItem value={INHERIT}>
                    {t("modelOfProfile")}
                    {profile ? `: ${toOption(profile.profile)}` : ""}
                  </SelectItem>
                  <TargetOptions targets={targets} />
                </SelectContent>
              </Select>
            </div>
          </div>
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={ids.template}>{t("template")}</Label>
            <Select value={templateId} onValueChange={setTemplateId}>
              <SelectTrigger id={ids.template} aria-describedby={`${ids.template}-help`}>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                <SelectItem value={NONE}>{t("noTemplate")}</SelectItem>
                {offered.map(({ id, name: templateName, version, isOwn }) => (
                  <SelectItem key={id} value={id}>
                    {t(isOwn ? "templateOption" : "publicTemplateOption", { name: templateName, version })}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
            <p id={`${ids.template}-help`} className="text-xs text-muted-foreground">
              {t("templateHelp", { example: `{{${INPUT_VARIABLE}}}` })}
            </p>
          </div>
          <SettingFields draft={draft} onChange={setDraft} inherited={inherited} />
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              {states("cancel")}
            </Button>
            <Button type="submit" isPending={save.isPending}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
