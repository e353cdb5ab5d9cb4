"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/shared/copy-button";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

export function NewSigningSecret({ secret, onSaved }: { secret: string; onSaved: () => void }) {
  const t = useTranslations("alerts");
  const fieldId = useId();
  return (
    <>
      <DialogHeader>
        <DialogTitle>{t("secretTitle")}</DialogTitle>
        <DialogDescription>{t("secretText")}</DialogDescription>
      </DialogHeader>
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={fieldId}>{t("secretLabel")}</Label>
        <div className="flex flex-wrap gap-2">
          <Input
            id={fieldId}
            readOnly
            value={secret}
            className="min-w-0 flex-1 basis-64 font-mono text-xs"
            onFocus={(event) => event.target.select()}
          />
          <CopyButton value={secret} label={t("copySecret")} hasText variant="default" />
        </div>
      </div>
      <DialogFooter>
        <Button onClick={onSaved}>{t("secretSaved")}</Button>
      </DialogFooter>
    </>
  );
}
