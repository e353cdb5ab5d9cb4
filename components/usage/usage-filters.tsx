"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFilterOptions } from "@/components/requests/use-filter-options";
import { Button } from "@/components/ui/button";
import { GROUP_FILTERS, type UsageFilter, type UsageSearch } from "./usage-search";

interface UsageFiltersProps {
  search: UsageSearch;
  onChange: (next: { [Name in UsageFilter]?: null }) => void;
}

/** What the report is narrowed to, each with a button that takes it away; nothing while it is narrowed to nothing. */
export function UsageFilters({ search, onChange }: UsageFiltersProps) {
  const t = useTranslations("usage");
  const fields = useTranslations("requests");
  const { apiKeys } = useFilterOptions();
  const active = Object.values(GROUP_FILTERS).flatMap((name) => {
    const value = search[name];
    if (!value) return [];
    const shown = apiKeys.find((key) => key.value === value)?.label ?? value;
    return [{ name, label: fields("filter", { field: fields(`fields.${name}`), value: shown }) }];
  });
  if (active.length === 0) return null;
  return (
    <ul aria-label={t("filters.label")} className="flex flex-wrap items-center gap-1.5 pb-4">
      {active.map(({ name, label }) => (
        <li
          key={name}
          className="flex h-6 max-w-full items-center gap-0.5 rounded-md bg-primary-soft pl-2 text-xs font-medium text-primary"
        >
          <span className="truncate">{label}</span>
          <button
            type="button"
            aria-label={t("filters.remove", { filter: label })}
            onClick={() => onChange({ [name]: null })}
            className="flex size-6 shrink-0 items-center justify-center rounded-md outline-none hover:bg-primary/10 focus-visible:ring-2 focus-visible:ring-ring"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <Button
          variant="link"
          size="sm"
          className="h-6"
          onClick={() => onChange(Object.fromEntries(active.map(({ name }) => [name, null])))}
        >
          {t("filters.clear")}
        </Button>
      </li>
    </ul>
  );
}
