"use client";

import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { usePermission } from "@/components/shared/use-permission";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Input } from "@/components/ui/input";
import { RangePicker } from "@/components/usage/range-picker";
import { MODEL_TYPES, modelType } from "@/lib/contracts/model-type";
import { requestSource, requestStatus } from "@/lib/contracts/request";
import { REQUEST_RANGES, type RequestsPatch, type RequestsSearch } from "./requests-search";
import type { ActiveFilter } from "./use-active-filters";
import type { useFilterOptions } from "./use-filter-options";

const SEARCH_DELAY_MS = 300;

interface RequestFiltersProps {
  search: RequestsSearch;
  options: ReturnType<typeof useFilterOptions>;
  active: ActiveFilter[];
  onChange: (next: RequestsPatch) => void;
}

export function RequestFilters({ search, options, active, onChange }: RequestFiltersProps) {
  const t = useTranslations("requests");
  const ranges = useTranslations("usage.range");
  const types = useTranslations("playground.tabs");
  const states = useTranslations("states");
  const keys = usePermission("api_keys.read");
  const custom = search.from && search.to ? { from: search.from, to: search.to } : null;
  return (
    <div className="flex flex-col gap-2.5 pb-4">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          value={search.search ?? ""}
          onChange={(value) => onChange({ search: value === "" ? null : value })}
        />
        <RangePicker
          ranges={REQUEST_RANGES}
          value={search.range === "all" && custom ? "custom" : search.range}
          span={custom}
          nameOf={(range) => ranges(range)}
          onRange={(range) => onChange({ range, from: null, to: null })}
          onCustom={({ from, to }) => onChange({ range: "custom", from, to })}
        />
      </div>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
        <FilterBox
          field={t("fields.status")}
          any={t("any.status")}
          value={search.status}
          options={requestStatus.options.map((value) => ({ value, label: t(`statuses.${value}`) }))}
          onChange={(value) => onChange({ status: requestStatus.nullable().catch(null).parse(value) })}
        />
        <FilterBox
          field={t("fields.modelType")}
          any={t("any.modelType")}
          value={search.modelType}
          options={MODEL_TYPES.map((value) => ({ value, label: types(value) }))}
          onChange={(value) => onChange({ modelType: modelType.nullable().catch(null).parse(value) })}
        />
        <FilterBox
          field={t("fields.model")}
          any={t("any.model")}
          value={search.model}
          options={options.models}
          onChange={(model) => onChange({ model })}
        />
        <FilterBox
          field={t("fields.provider")}
          any={t("any.provider")}
          value={search.provider}
          options={options.providers}
          onChange={(provider) => onChange({ provider })}
        />
        <FilterBox
          field={t("fields.apiKeyId")}
          any={t("any.apiKeyId")}
          value={search.apiKeyId}
          options={options.apiKeys}
          disabledReason={keys.reason}
          onChange={(apiKeyId) => onChange({ apiKeyId })}
        />
        <FilterBox
          field={t("fields.source")}
          any={t("any.source")}
          value={search.source}
          options={requestSource.options.map((value) => ({ value, label: t(`sources.${value}`) }))}
          onChange={(value) => onChange({ source: requestSource.nullable().catch(null).parse(value) })}
        />
      </div>
      {active.length > 0 ? (
        <ul aria-label={t("activeFilters")} className="flex flex-wrap items-center gap-1.5">
          {active.map((filter) => (
            <li
              key={filter.key}
              className="flex h-6 max-w-full items-center gap-0.5 rounded-md bg-primary-soft pl-2 text-xs font-medium text-primary"
            >
              <span className="truncate">{filter.label}</span>
              <button
                type="button"
                aria-label={t("removeFilter", { filter: filter.label })}
                onClick={() => onChange(filter.clears)}
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
              onClick={() => onChange(Object.assign({}, ...active.map((filter) => filter.clears)))}
            >
              {states("clearFilters")}
            </Button>
          </li>
        </ul>
      ) : null}
    </div>
  );
}

/** Typing waits for a pause before it asks the server. */
function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations("requests");
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // Cleared or changed from elsewhere, such as a chip or the Back button.
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <div className="relative min-w-56 flex-1">
      <Search className="absolute top-2 left-2.5 size-4 text-muted-foreground" aria-hidden />
      <Input
        type="search"
        aria-label={t("searchLabel")}
        placeholder={t("searchPlaceholder")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="pl-8"
      />
    </div>
  );
}

interface FilterBoxProps {
  field: string;
  any: string;
  value: string | null;
  options: { value: string; label: string }[];
  disabledReason?: string | null;
  onChange: (value: string | null) => void;
}

const ANY = "any";

function FilterBox({ field, any, value, options, disabledReason, onChange }: FilterBoxProps) {
  const t = useTranslations("states");
  const known = value === null || options.some((option) => option.value === value);
  const shown = known ? options : [{ value: value ?? "", label: value ?? "" }, ...options];
  return (
    <span title={disabledReason ?? undefined} className="min-w-0">
      <Combobox
        aria-label={field}
        value={value ?? ANY}
        groups={[{ label: field, options: [{ value: ANY, label: any }, ...shown] }]}
        onValueChange={(next) => onChange(next === ANY ? null : next)}
        placeholder={any}
        searchPlaceholder={t("search")}
        emptyText={t("noResults")}
        disabled={Boolean(disabledReason)}
      />
    </span>
  );
}
