"use client";

import { Search } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { MODEL_TYPES, modelType } from "@/lib/contracts/model-type";
import { MODEL_STATES, type ModelFilter } from "./filter-models";

const ALL = "all";

export interface ModelFiltersProps {
  filter: ModelFilter;
  providers: { id: string; name: string }[];
  onChange: (change: Partial<ModelFilter>) => void;
}

export function ModelFilters({ filter, providers, onChange }: ModelFiltersProps) {
  const t = useTranslations("models");
  const searchId = useId();
  return (
    <search aria-label={t("filters.label")} className="flex flex-wrap items-center gap-2">
      <div className="relative w-full sm:w-64">
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted-foreground" aria-hidden />
        <label htmlFor={searchId} className="sr-only">
          {t("filters.search")}
        </label>
        <Input
          id={searchId}
          type="search"
          placeholder={t("filters.search")}
          value={filter.search}
          className="pl-8"
          onChange={(event) => onChange({ search: event.target.value })}
        />
      </div>
      <Choice
        label={t("filters.type")}
        all={t("filters.allTypes")}
        value={filter.type}
        options={MODEL_TYPES.map((type) => ({ value: type, label: t(`types.${type}`) }))}
        onChange={(value) => onChange({ type: value === null ? null : modelType.parse(value) })}
      />
      <Choice
        label={t("filters.provider")}
        all={t("filters.allProviders")}
        value={filter.provider}
        options={providers.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(value) => onChange({ provider: value })}
      />
      <Choice
        label={t("filters.state")}
        all={t("filters.allStates")}
        value={filter.state}
        options={MODEL_STATES.map((state) => ({ value: state, label: t(`filters.states.${state}`) }))}
        onChange={(value) => onChange({ state: MODEL_STATES.find((state) => state === value) ?? null })}
      />
    </search>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  value: string | null;
  options: { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <Select value={value ?? ALL} onValueChange={(next) => onChange(next === ALL ? null : next)}>
      <SelectTrigger aria-label={label} className="w-auto min-w-32">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        <SelectItem value={ALL}>{all}</SelectItem>
        {options.map((option) => (
          <SelectItem key={option.value} value={option.value}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
