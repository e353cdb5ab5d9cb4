"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
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
import { Select, SelectContent, SelectTrigger, SelectValue } from "@/components/ui/select";
import { type Fallback, type ProfileView, saveProfileInput } from "@/lib/contracts/profile";
import { FallbackList } from "./fallback-list";

export interface ProfileDialogProps {
  /** To edit, or with `isClone` to begin from. */
  from: ProfileView | null;
  isClone: boolean;
  profiles: readonly ProfileView[];
  onClose: () => void;
}

export function ProfileDialog({ from, isClone, profiles, onClose }: ProfileDialogProps) {
  const t = useTranslations("configuration.profiles");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const ids = { name: useId(), model: useId(), isDefault: useId() };
  const isNew = from === null || isClone;
  const [name, setName] = useState(from ? (isClone ? `${from.name}-2` : from.name) : "");
  const current = from ? toOption(from.profile) : undefined;
  const targets = useTargets(current);
  const [target, setTarget] = useState(current ?? targets[0] ?? "");
  const [fallbacks, setFallbacks] = useState<Fallback[]>(from?.profile.fallbacks ?? []);
  const [draft, setDraft] = useState(toDraft(from?.profile.settings ?? {}));
  const [isDefault, setIsDefault] = useState(from ? from.isDefault && !isClone : profiles.length === 0);
  const save = useMutation({
    mutationFn: () => {
      const parsed = saveProfileInput.safeParse({
        name,
        isNew,
        isDefault,
        profile: {
          ...fromOption(target),
          fallbacks,
          settings: fromDraft(draft),
          description: from?.profile.description,
        },
      });
      if (!parsed.success) throw new FormFaults(parsed.error.issues);
      return client.profiles.save.mutate(parsed.data);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.profiles.pathKey() });
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
            <DialogTitle>{isNew ? t("createTitle") : t("editTitle", { name })}</DialogTitle>
            <DialogDescription>{t("formText")}</DialogDescription>
          </DialogHeader>
          <FaultsNote error={save.error} />
          {isNew ? (
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
          ) : null}
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={ids.model}>{t("model")}</Label>
            <Select value={target} onValueChange={setTarget}>
              <SelectTrigger id={ids.model}>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                <TargetOptions targets={targets} />
              </SelectContent>
            </Select>
          </div>
          <FallbackList
            fallbacks={fallbacks}
            onChange={setFallbacks}
            targets={targets.filter((each) => each !== target)}
            profiles={profiles.map((each) => each.name).filter((each) => each !== name)}
          />
          <SettingFields draft={draft} onChange={setDraft} />
          <div className="flex items-center gap-2">
            <Checkbox id={ids.isDefault} checked={isDefault} onCheckedChange={(next) => setIsDefault(next === true)} />
            <Label htmlFor={ids.isDefault} className="font-normal">
              {t("isDefault")}
            </Label>
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
