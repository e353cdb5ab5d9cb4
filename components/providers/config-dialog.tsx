"use client";

import { ExternalLink } from "lucide-react";
import { useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import type { JobView } from "@/lib/contracts/job";
import type { ProviderView } from "@/lib/contracts/provider";
import type { ProviderConfigView, SaveProviderConfigResult } from "@/lib/contracts/provider-config";
import { ConfigForm } from "./config-form";
import { ProviderMark } from "./provider-mark";
import { SavedNotice } from "./saved-notice";

export interface ConfigDialogProps {
  provider: ProviderView;
  /** Null creates a config. */
  config: ProviderConfigView | null;
  /** Offered for a new config. */
  suggestedName: string;
  syncOf: (providerConfigId: string) => JobView | undefined;
  onSaved: (result: SaveProviderConfigResult) => void;
  onClose: () => void;
}

/** Connects a provider or changes a connection: the form, and once a test has passed, its outcome. */
export function ConfigDialog({ provider, config, suggestedName, syncOf, onSaved, onClose }: ConfigDialogProps) {
  const t = useTranslations("providers.dialog");
  const locale = useLocale();
  // A ref: whether something was typed matters when closing alone, not for what is drawn.
  const isDirty = useRef(false);
  const content = useRef<HTMLDivElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [passed, setPassed] = useState<SaveProviderConfigResult | null>(null);
  const label = provider.label[locale];
  const requestClose = () => {
    if (isDirty.current && !passed) setIsAsking(true);
    else onClose();
  };
  return (
    <>
      <Dialog open onOpenChange={(isOpen) => !isOpen && requestClose()}>
        <DialogContent
          ref={content}
          className="max-w-xl"
          onOpenAutoFocus={(event) => {
            const field = content.current?.querySelector<HTMLElement>("form input");
            if (!field) return;
            event.preventDefault();
            field.focus();
          }}
        >
          <DialogHeader>
            <div className="flex items-center gap-3">
              <ProviderMark providerId={provider.id} name={provider.label.en} />
              <DialogTitle>
                {config
                  ? t("editTitle", { name: config.name })
                  : t(provider.isLocal ? "localTitle" : "createTitle", { provider: label })}
              </DialogTitle>
            </div>
            <DialogDescription className="pt-1">
              {provider.isLocal ? t("localText") : config ? t("editText") : t("createText")}
            </DialogDescription>
            {provider.isLocal ? null : <ProviderLinks provider={provider} />}
          </DialogHeader>
          {passed?.config ? (
            <SavedNotice result={passed} sync={syncOf(passed.config.id)} onClose={onClose} />
          ) : (
            <ConfigForm
              provider={provider}
              config={config}
              suggestedName={suggestedName}
              onDirtyChange={(next) => {
                isDirty.current = next;
              }}
              onCancel={requestClose}
              onSaved={(result) => {
                isDirty.current = false;
                onSaved(result);
                if (result.verification) setPassed(result);
                else onClose();
              }}
            />
          )}
        </DialogContent>
      </Dialog>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("discardTitle")}
        description={t("discardText")}
        confirmLabel={t("discard")}
        onConfirm={onClose}
      />
    </>
  );
}

function ProviderLinks({ provider }: { provider: ProviderView }) {
  const t = useTranslations("providers.dialog");
  const links = [
    ...(provider.keyUrl ? [{ href: provider.keyUrl, label: t("getKey") }] : []),
    ...(provider.website ? [{ href: provider.website, label: t("website") }] : []),
  ];
  return (
    <p className="flex flex-wrap gap-x-4">
      {links.map(({ href, label }) => (
        <a
          key={href}
          href={href}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-6 items-center gap-1 text-[13px] text-primary underline-offset-4 hover:underline"
        >
          {label}
          <ExternalLink className="size-3.5" aria-hidden />
        </a>
      ))}
    </p>
  );
}
