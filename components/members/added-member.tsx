"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/shared/copy-button";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import type { Added } from "./added";

export function AddedMember({ added, onDone }: { added: Added; onDone: () => void }) {
  const t = useTranslations("members");
  const states = useTranslations("states");
  const fieldId = useId();
  const { member, initialPassword } = added;
  return (
    <>
      <DialogHeader>
        <DialogTitle>{t("addedTitle", { name: member.name })}</DialogTitle>
        <DialogDescription>
          {initialPassword ? t("addedWithPassword", { name: member.name }) : t("addedExisting", { name: member.name })}
        </DialogDescription>
      </DialogHeader>
      {initialPassword ? (
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={fieldId}>{t("password")}</Label>
          <div className="flex gap-2">
            <Input
              id={fieldId}
              readOnly
              value={initialPassword}
              className="flex-1 font-mono text-xs"
              onFocus={(event) => event.target.select()}
            />
            <CopyButton value={initialPassword} label={t("copyPassword")} hasText />
          </div>
        </div>
      ) : null}
      <DialogFooter>
        <Button onClick={onDone}>{initialPassword ? t("passwordSaved") : states("close")}</Button>
      </DialogFooter>
    </>
  );
}
