"use client";

import { Search } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { MODEL_TYPES, type ModelType, modelType } from "@/lib/contracts/model-type";
import { PROVIDER_GROUPS, type ProviderGroup, providerGroup } from "@/lib/contracts/provider";
import type { CardFilter } from "./filter-cards";

const ALL = "all";

export interface ProviderFiltersProps {
  filter: CardFilter;
  onSearch: (search: string) => void;
  onType: (type: ModelType | null) => void;
  onGroup: (group: ProviderGroup | null) => void;
  /** Enter or the arrow down in the search: on to what was found. */
  onLeave: () => void;
}

export function ProviderFilters({ filter, onSearch, onType, onGroup, onLeave }: ProviderFiltersProps) {
  const t = useTranslations("providers");
  const types = useTranslations("models.types");
  const searchId = useId();
  return (
    <search className="flex flex-wrap items-center gap-2 pb-5">
      <div className="relative w-full sm:w-72">
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted-foreground" aria-hidden />
        <label htmlFor={searchId} className="sr-only">
          {t("search")}
        </label>
        <Input
          id={searchId}
          type="search"
          placeholder={t("search")}
          value={filter.search}
          className="pl-8"
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" && event.key !== "ArrowDown") return;
            event.preventDefault();
            onLeave();
          }}
        />
      </div>
      <Select
        value={filter.group ?? ALL}
        onValueChange={(value) => onGroup(value === ALL ? null : providerGroup.parse(value))}
      >
        <SelectTrigger className="w-48" aria-label={t("groupFilter")}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={ALL}>{t("allGroups")}</SelectItem>
          {PROVIDER_GROUPS.map((group) => (
            <SelectItem key={group} value={group}>
              {t(`groups.${group}`)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <Select
        value={filter.type ?? ALL}
        onValueChange={(value) => onType(value === ALL ? null : modelType.parse(value))}
      >
        <SelectTrigger className="w-48" aria-label={t("typeFilter")}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={ALL}>{t("allTypes")}</SelectItem>
          {MODEL_TYPES.map((type) => (
            <SelectItem key={type} value={type}>
              {types(type)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </search>
  );
}
