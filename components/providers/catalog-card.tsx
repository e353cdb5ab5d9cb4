"use client";

import { type KeyboardEvent, useId } from "react";
import { useLocale, useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { usePermission } from "@/components/shared/use-permission";
import { Badge } from "@/components/ui/badge";
import type { ProviderView } from "@/lib/contracts/provider";
import { ProviderMark } from "./provider-mark";

export interface CatalogCardProps {
  provider: ProviderView;
  onConfigure: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** A provider that is not configured yet. */
export function CatalogCard({ provider, onConfigure, onKeyDown }: CatalogCardProps) {
  const t = useTranslations("providers");
  const types = useTranslations("models.types");
  const locale = useLocale();
  const headingId = useId();
  const { reason } = usePermission("providers.write");
  const label = provider.label[locale];
  return (
    <article aria-labelledby={headingId} className="flex flex-col gap-3 rounded-lg border bg-card p-4">
      <div className="flex items-start gap-3">
        <ProviderMark providerId={provider.id} name={provider.label.en} />
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <h4 id={headingId} className="text-sm font-semibold">
            {label}
          </h4>
          <p className="text-xs text-pretty text-muted-foreground">{provider.description[locale]}</p>
        </div>
      </div>
      <div className="mt-auto flex items-end justify-between gap-3">
        <ul aria-label={t("supports")} className="flex flex-wrap gap-1">
          {provider.modelTypes.map((type) => (
            <li key={type}>
              <Badge variant="outline">{types(type)}</Badge>
            </li>
          ))}
        </ul>
        <GuardedButton
          variant="outline"
          size="sm"
          reason={reason}
          aria-label={provider.isLocal ? t("turnOnNamed", { name: label }) : t("configureNamed", { name: label })}
          onClick={onConfigure}
          onKeyDown={onKeyDown}
        >
          {provider.isLocal ? t("turnOn") : t("configure")}
        </GuardedButton>
      </div>
    </article>
  );
}
