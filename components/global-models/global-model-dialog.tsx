"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { FaultsNote } from "@/components/configuration/faults-note";
import { FormFaults } from "@/components/configuration/form-faults";
import { fromDraft, toDraft } from "@/components/configuration/setting-draft";
import { SettingFields } from "@/components/configuration/setting-fields";
import { fromOption, toOption } from "@/components/configuration/target-options";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
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
import {
  type CatalogChoice,
  type GlobalSettingView,
  MODEL_CATEGORIES,
  saveGlobalSettingInput,
} from "@/lib/contracts/global-setting";
import { CatalogCombobox } from "./catalog-combobox";

const NONE = "none";

export interface GlobalModelDialogProps {
  from: GlobalSettingView | null;
  choices: readonly CatalogChoice[];
  /** The first one is made the default here; later it is moved in the list. */
  hasDefault: boolean;
  onClose: () => void;
}

export function GlobalModelDialog({ from, choices, hasDefault, onClose }: GlobalModelDialogProps) {
  const t = useTranslations("globalModels");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const ids = { model: useId(), category: useId(), isActive: useId(), isDefault: useId() };
  const [target, setTarget] = useState(from ? toOption({ provider: from.provider, model: from.modelName }) : null);
  const [category, setCategory] = useState<string>(from?.category ?? NONE);
  const [texts, setTexts] = useState({
    name: from?.displayName ?? "",
    description: from?.description ?? "",
    bestFor: from?.bestFor.join(", ") ?? "",
    input: from?.inputPerMillion ?? "",
    output: from?.outputPerMillion ?? "",
  });
  const [isActive, setIsActive] = useState(from?.isActive ?? true);
  const [isDefault, setIsDefault] = useState(from?.isDefault ?? !hasDefault);
  const [draft, setDraft] = useState(toDraft(from?.settings ?? {}));
  const set = (key: keyof typeof texts) => (text: string) => setTexts((before) => ({ ...before, [key]: text }));
  const choose = (option: string) => {
    setTarget(option);
    const known = choices.find(({ provider, modelId }) => toOption({ provider, model: modelId }) === option);
    // A name that somebody typed stays.
    setTexts((before) => (known && before.name === "" ? { ...before, name: known.displayName } : before));
  };
  const save = useMutation({
    mutationFn: () => {
      const parsed = saveGlobalSettingInput.safeParse({
        edits: from && { id: from.id, version: from.version },
        model: target === null ? { provider: "", model: "" } : fromOption(target),
        displayName: texts.name,
        description: texts.description,
        category: category === NONE ? null : category,
        isDefault,
        isActive,
        settings: fromDraft(draft),
        bestFor: texts.bestFor.split(/[,，]/).flatMap((task) => task.trim() || []),
        inputPerMillion: texts.input.trim() || null,
        outputPerMillion: texts.output.trim() || null,
      });
      if (!parsed.success) throw new FormFaults(parsed.error.issues);
      return client.globalSettings.save.mutate(parsed.data);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.globalSettings.pathKey() });
      toast.success(t("saved", { name: texts.name }));
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
            <DialogTitle>{from ? t("editTitle", { name: from.displayName }) : t("createTitle")}</DialogTitle>
            <DialogDescription>{t("formText")}</DialogDescription>
          </DialogHeader>
          <FaultsNote error={save.error} />
          <div className="grid gap-4 sm:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-1.5">
              <Label htmlFor={ids.model}>{t("model")}</Label>
              <CatalogCombobox id={ids.model} choices={choices} value={target} onValueChange={choose} />
            </div>
            <TextField label={t("name")} value={texts.name} onChange={set("name")} />
            <div className="flex min-w-0 flex-col gap-1.5">
              <Label htmlFor={ids.category}>{t("category")}</Label>
              <Select value={category} onValueChange={setCategory}>
                <SelectTrigger id={ids.category} aria-describedby={`${ids.category}-help`}>
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  <SelectItem value={NONE}>{t("noCategory")}</SelectItem>
                  {MODEL_CATEGORIES.map((each) => (
                    <SelectItem key={each} value={each}>
                      {t(`categories.${each}`)}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
              <p id={`${ids.category}-help`} className="text-xs text-muted-foreground">
                {t("categoryHelp")}
              </p>
            </div>
            <TextField
              label={t("descriptionLabel")}
              help={t("descriptionHelp")}
              value={texts.description}
              onChange={set("description")}
            />
            <TextField label={t("inputPrice")} help={t("priceHelp")} value={texts.input} onChange={set("input")} />
            <TextField label={t("outputPrice")} help={t("priceHelp")} value={texts.output} onChange={set("output")} />
            <TextField label={t("bestFor")} help={t("bestForHelp")} value={texts.bestFor} onChange={set("bestFor")} />
          </div>
          <SettingFields draft={draft} onChange={setDraft} />
          <div className="flex flex-col gap-2">
            <CheckField id={ids.isActive} label={t("isActive")} checked={isActive} onChange={setIsActive} />
            {from || hasDefault ? null : (
              <CheckField id={ids.isDefault} label={t("isDefault")} checked={isDefault} onChange={setIsDefault} />
            )}
          </div>
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

interface TextFieldProps {
  label: string;
  help?: string;
  value: string;
  onChange: (text: string) => void;
}

function TextField({ label, help, value, onChange }: TextFieldProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        value={value}
        autoComplete="off"
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {help ? (
        <p id={`${id}-help`} className="text-xs text-muted-foreground">
          {help}
        </p>
      ) : null}
    </div>
  );
}

interface CheckFieldProps {
  id: string;
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function CheckField({ id, label, checked, onChange }: CheckFieldProps) {
  return (
    <div className="flex items-center gap-2">
      <Checkbox id={id} checked={checked} onCheckedChange={(next) => onChange(next === true)} />
      <Label htmlFor={id} className="font-normal">
        {label}
      </Label>
    </div>
  );
}
