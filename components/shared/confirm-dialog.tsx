"use client";

import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { useErrorText } from "./use-error-text";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  /** The blast radius, one sentence each. */
  affected?: string[];
  /** More between the list and the buttons. */
  children?: ReactNode;
  confirmLabel: string;
  /** The name to type before confirming; for deletions with live traffic. */
  typeToConfirm?: string;
  isDestructive?: boolean;
  isPending?: boolean;
  /** Of the last try; shown inside, the dialog stays open. */
  error?: unknown;
  onConfirm: () => void;
}

/** Asks before something that hurts. It does not close by itself: close it when the work has succeeded. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  affected = [],
  children,
  confirmLabel,
  typeToConfirm,
  isDestructive = true,
  isPending = false,
  error,
  onConfirm,
}: ConfirmDialogProps) {
  const t = useTranslations("states");
  const errorText = useErrorText();
  const fieldId = useId();
  const [typed, setTyped] = useState("");
  const isReady = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  const setOpen = (next: boolean) => {
    setTyped("");
    onOpenChange(next);
  };
  return (
    <AlertDialog open={open} onOpenChange={setOpen}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{title}</AlertDialogTitle>
          <AlertDialogDescription>{description}</AlertDialogDescription>
        </AlertDialogHeader>
        {affected.length > 0 ? (
          <section aria-label={t("affected")} className="rounded-md border bg-muted/50 px-3 py-2 text-[13px]">
            <p className="pb-1 text-xs font-medium text-muted-foreground">{t("affected")}</p>
            <ul className="list-disc space-y-0.5 pl-4">
              {affected.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        ) : null}
        {children}
        {typeToConfirm === undefined ? null : (
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={fieldId}>{t("typeToConfirm", { name: typeToConfirm })}</Label>
            <Input id={fieldId} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
          </div>
        )}
        {error ? (
          <p role="alert" className="text-[13px] text-danger">
            {errorText(error)}
          </p>
        ) : null}
        <AlertDialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="outline" disabled={isPending}>
              {t("cancel")}
            </Button>
          </AlertDialogCancel>
          <Button
            variant={isDestructive ? "destructive" : "default"}
            disabled={!isReady}
            isPending={isPending}
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
