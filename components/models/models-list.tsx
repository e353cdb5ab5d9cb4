"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import Link from "next/link";
import { useDeferredValue } from "react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { NoMatch } from "@/components/shared/no-match";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { filterModels } from "./filter-models";
import { ModelFilters } from "./model-filters";
import { ModelsTable } from "./models-table";
import { useModelAddress } from "./use-model-address";

/** The organization's models with their filters. All are loaded at once, so that filtering needs no further call. */
export function ModelsList() {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const path = useTenantPath();
  const { data: models } = useSuspenseQuery(trpc.models.list.queryOptions({}));
  const [address, setAddress] = useModelAddress();
  const search = useDeferredValue(address.search);
  if (models.length === 0) {
    return (
      <DataState
        icon={Boxes}
        title={t("empty.title")}
        text={t("empty.text")}
        action={
          <Button asChild>
            <Link href={path("/providers")}>{t("empty.action")}</Link>
          </Button>
        }
      />
    );
  }
  const shown = filterModels(models, { ...address, search });
  const providers = [...new Map(models.map((model) => [model.providerConfigId, model.providerConfigName]))].map(
    ([id, name]) => ({ id, name }),
  );
  const filters = [
    ...(address.search.trim() ? [t("filters.searchNamed", { query: address.search.trim() })] : []),
    ...(address.type ? [t(`types.${address.type}`)] : []),
    ...providers.filter(({ id }) => id === address.provider).map(({ name }) => name),
    ...(address.state ? [t(`filters.states.${address.state}`)] : []),
  ];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ModelFilters filter={address} providers={providers} onChange={(change) => void setAddress(change)} />
        <p role="status" className="text-xs text-muted-foreground tabular-nums">
          {t("filters.shown", { shown: shown.length, total: models.length })}
        </p>
      </div>
      {shown.length === 0 ? (
        <NoMatch
          filters={filters}
          onClear={() => void setAddress({ search: null, type: null, provider: null, state: null })}
        />
      ) : (
        <ModelsTable
          models={shown}
          embeddingDefault={models.find((model) => model.type === "text_embedding" && model.isDefault)?.displayName}
        />
      )}
    </div>
  );
}
