"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale } from "use-intl";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";

interface Option {
  value: string;
  label: string;
}

/** What the tenant's own things are called, for filters to offer. Lists that are still loading are empty. */
export function useFilterOptions(): { models: Option[]; providers: Option[]; apiKeys: Option[] } {
  const trpc = useTRPC();
  const locale = useLocale();
  const mayReadKeys = usePermission("api_keys.read").isAllowed;
  const settings = useQuery(trpc.modelSettings.list.queryOptions());
  const cards = useQuery(trpc.providers.list.queryOptions());
  const keys = useQuery(trpc.apiKeys.list.queryOptions({}, { enabled: mayReadKeys }));
  const models = new Map(
    (settings.data ?? []).flatMap((setting) => setting.options.map((option) => [option.model, option.displayName])),
  );
  return {
    models: [...models].map(([value, label]) => ({ value, label })),
    providers: (cards.data ?? [])
      .filter((card) => card.configs.length > 0)
      .map(({ provider }) => ({ value: provider.id, label: provider.label[locale] })),
    apiKeys: (keys.data ?? []).map((key) => ({ value: key.id, label: key.name })),
  };
}
