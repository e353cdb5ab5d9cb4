"use client";

import { type KeyboardEvent, useId } from "react";
import { useTranslations } from "use-intl";
import type { ProviderView } from "@/lib/contracts/provider";
import { CatalogCard } from "./catalog-card";
import type { CardGroups } from "./filter-cards";
import { nextInGrid } from "./next-in-grid";

export interface ProviderGalleryProps {
  gallery: CardGroups["gallery"];
  onConfigure: (provider: ProviderView) => void;
}

/** The providers that could be connected, by kind. Arrow keys lead from one to the next. */
export function ProviderGallery({ gallery, onConfigure }: ProviderGalleryProps) {
  const t = useTranslations("providers");
  const headingId = useId();
  if (gallery.length === 0) return null;
  const count = gallery.reduce((sum, { providers }) => sum + providers.length, 0);
  return (
    <section aria-labelledby={headingId} data-slot="provider-gallery" className="flex flex-col gap-5">
      <h2 id={headingId} className="flex items-baseline gap-2 text-[13px] font-semibold">
        {t("notConfigured")}
        <span className="font-normal text-muted-foreground tabular-nums">{count}</span>
      </h2>
      {gallery.map(({ group, providers }) => (
        <div key={group} className="flex flex-col gap-2.5">
          <h3 className="text-xs font-medium text-muted-foreground">{t(`groups.${group}`)}</h3>
          <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
            {providers.map((provider) => (
              <CatalogCard
                key={provider.id}
                provider={provider}
                onConfigure={() => onConfigure(provider)}
                onKeyDown={moveByArrow}
              />
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}

function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  const gallery = event.currentTarget.closest("[data-slot=provider-gallery]");
  const buttons = [...(gallery?.querySelectorAll<HTMLElement>("article button") ?? [])];
  const places = buttons.map((button) => button.getBoundingClientRect());
  const to = nextInGrid(places, buttons.indexOf(event.currentTarget), event.key);
  if (to === null) return;
  event.preventDefault();
  buttons[to]?.focus();
}
