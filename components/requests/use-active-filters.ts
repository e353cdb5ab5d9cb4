"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { RequestsPatch, RequestsSearch } from "./requests-search";
import type { useFilterOptions } from "./use-filter-options";

export interface ActiveFilter {
  /** Fields of the address that the filter stands in. */
  clears: RequestsPatch;
  key: string;
  /** "Status: Error" in the reader's language. */
  label: string;
}

/** The filters in force, in words. */
export function useActiveFilters(search: RequestsSearch, options: ReturnType<typeof useFilterOptions>): ActiveFilter[] {
  const t = useTranslations("requests");
  const ranges = useTranslations("usage.range");
  const types = useTranslations("playground.tabs");
  const format = useFormatter();
  const nameIn = (list: { value: string; label: string }[], value: string) =>
    list.find((option) => option.value === value)?.label ?? value;
  const filters: ActiveFilter[] = [];
  const add = (key: keyof RequestsSearch & keyof typeof FIELD_KEYS, value: string) =>
    filters.push({ key, clears: { [key]: null }, label: t("filter", { field: t(`fields.${key}`), value }) });

  if (search.range !== "all" && search.range !== "custom") add("range", ranges(search.range));
  else if (search.from || search.to) {
    const from = search.from ? format.dateTime(search.from, { dateStyle: "medium", timeStyle: "short" }) : "…";
    const to = search.to ? format.dateTime(search.to, { dateStyle: "medium", timeStyle: "short" }) : "…";
    filters.push({
      key: "range",
      clears: { range: null, from: null, to: null },
      label: t("filter", { field: t("fields.range"), value: `${from} – ${to}` }),
    });
  }
  if (search.status) add("status", t(`statuses.${search.status}`));
  if (search.modelType) add("modelType", types(search.modelType));
  if (search.model) add("model", search.model);
  if (search.provider) add("provider", nameIn(options.providers, search.provider));
  if (search.apiKeyId) add("apiKeyId", nameIn(options.apiKeys, search.apiKeyId));
  if (search.userId) add("userId", search.userId);
  if (search.taskType) add("taskType", search.taskType);
  if (search.processorId) add("processorId", search.processorId);
  if (search.source) add("source", t(`sources.${search.source}`));
  if (search.search?.trim()) add("search", search.search.trim());
  return filters;
}

const FIELD_KEYS = {
  range: true,
  status: true,
  modelType: true,
  model: true,
  provider: true,
  apiKeyId: true,
  userId: true,
  taskType: true,
  processorId: true,
  source: true,
  search: true,
} as const;
