"use client";

import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";

export interface EmbeddingChangeDialogProps {
  /** Names of the default now and of the one chosen; null keeps the dialog closed. */
  before: string;
  after: string | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Warns before another embedding model takes over: vectors of two models can't be compared. */
export function EmbeddingChangeDialog({ before, after, onConfirm, onClose }: EmbeddingChangeDialogProps) {
  const t = useTranslations("models.defaults");
  return (
    <ConfirmDialog
      open={after !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("embeddingTitle")}
      description={t("embeddingText", { before, after: after ?? "" })}
      confirmLabel={t("embeddingConfirm")}
      isDestructive={false}
      onConfirm={() => {
        onConfirm();
        onClose();
      }}
    />
  );
}
