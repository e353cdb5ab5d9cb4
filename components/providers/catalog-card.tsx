"use client";

import { type KeyboardEvent, useId } from "react";
import { useLocale, useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { usePermission } from "@/components/shared/use-permission";
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
    <article aria-labelledby={headingId} className="flex flex-col gap-2 rounded-lg border bg-card p-3.5">
      <div className="flex items-center gap-3">
        <ProviderMark providerId={provider.id} name={provider.label.en} />
        <h4 id={headingId} className="min-w-0 flex-1 text-sm leading-tight font-semibold">
          {label}
        </h4>
        <GuardedButton
          variant="outline"
          size="sm"
          className="shrink-0"
          reason={reason}
          aria-label={provider.isLocal ? t("turnOnNamed", { name: label }) : t("configureNamed", { name: label })}
          onClick={onConfigure}
          onKeyDown={onKeyDown}
        >
          {provider.isLocal ? t("turnOn") : t("configure")}
        </GuardedButton>
      </div>
      <p className="text-xs text-pretty text-muted-foreground">{provider.description[locale]}</p>
      <ul aria-label={t("supports")} className="mt-auto flex flex-wrap text-xs">
        {provider.modelTypes.map((type) => (
          <li
            key={type}
            className="not-last:after:mx-1.5 not-last:after:text-muted-foreground not-last:after:content-['·']"
          >
            {types(type)}
          </li>
        ))}
      </ul>
    </article>
  );
}
