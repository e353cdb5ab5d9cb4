"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { useLetterShortcuts } from "@/components/shared/letter-shortcuts";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { KeyHint } from "./key-hint";
import { useNavGroups } from "./use-nav-groups";

export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell");
  const pages = useNavGroups().flatMap((group) => group.items);
  const switchId = useId();
  const [isOn, setIsOn] = useLetterShortcuts();
  const rows = [
    { label: t("shortcutPalette"), keys: ["Ctrl", "K"] },
    { label: t("shortcutHelp"), keys: ["?"] },
    ...pages.map((item) => ({ label: t("shortcutGo", { page: t(`pages.${item.page}`) }), keys: ["g", item.key] })),
  ];
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("shortcuts")}</DialogTitle>
          <DialogDescription>{t("shortcutsHint")}</DialogDescription>
        </DialogHeader>
        <dl className="divide-y text-[13px]">
          {rows.map((row) => (
            <div key={row.label} className="flex min-h-8 items-center justify-between gap-4 py-1">
              <dt>{row.label}</dt>
              <dd>
                <KeyHint keys={row.keys} />
              </dd>
            </div>
          ))}
        </dl>
        <div className="flex items-center justify-between gap-4">
          <Label htmlFor={switchId}>{t("shortcutsOn")}</Label>
          <Switch id={switchId} checked={isOn} onCheckedChange={setIsOn} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
