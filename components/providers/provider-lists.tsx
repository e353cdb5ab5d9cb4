"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { SyncChangesSheet } from "@/components/models/sync-changes-sheet";
import { useModelSyncs } from "@/components/models/use-model-syncs";
import { NoMatch } from "@/components/shared/no-match";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { CardGroup } from "./card-group";
import { ConfigCard } from "./config-card";
import { ConfigDialog } from "./config-dialog";
import { suggestName } from "./config-form-values";
import type { ConfigActions } from "./config-menu";
import { filterCards } from "./filter-cards";
import { FirstUse } from "./first-use";
import { ProviderFilters } from "./provider-filters";
import { ProviderGallery } from "./provider-gallery";
import { RemoveConfigDialog } from "./remove-config-dialog";
import { TestDialog } from "./test-dialog";
import { useConfigChanges } from "./use-config-changes";
import { useConfigTest } from "./use-config-test";
import { useProviderAddress } from "./use-provider-address";

/** Circuits open and close within seconds. */
const HEALTH_EVERY_MS = 10_000;

export function ProviderLists() {
  const t = useTranslations("providers");
  const types = useTranslations("models.types");
  const trpc = useTRPC();
  const { data: cards } = useSuspenseQuery(trpc.providers.list.queryOptions());
  // Beside the list: whatever keeps it from being read must not take the cards away.
  const { data: health } = useQuery(
    trpc.providerConfigs.health.queryOptions(undefined, { refetchInterval: HEALTH_EVERY_MS }),
  );
  const { isAllowed } = usePermission("providers.write");
  const [address, setAddress] = useProviderAddress();
  const [removing, setRemoving] = useState<ProviderConfigView | null>(null);
  const syncs = useModelSyncs((id) => void setAddress({ changes: id }));
  const changes = useConfigChanges();
  const found = useRef<HTMLDivElement>(null);
  const test = useConfigTest(syncs.watch);

  const { configured, gallery } = filterCards(cards, address);
  const configs = cards.flatMap((card) => card.configs);
  const edited = configs.find((config) => config.id === address.edit) ?? null;
  const opened = cards.find(({ provider }) => provider.id === (edited?.provider ?? address.configure))?.provider;
  const tested = configs.find((config) => config.id === test.configId);
  const sandbox = cards.find(({ provider }) => provider.isLocal)?.provider;
  const filters = [
    ...(address.search.trim() ? [t("searchFilter", { query: address.search.trim() })] : []),
    ...(address.group ? [t(`groups.${address.group}`)] : []),
    ...(address.type ? [types(address.type)] : []),
  ];
  const actions: ConfigActions = {
    configure: (config) => void setAddress({ edit: config.id, configure: null }),
    addAnother: (config) => void setAddress({ configure: config.provider, edit: null }),
    test: (config) => test.run(config.id),
    sync: syncs.start,
    viewSync: (config) => void setAddress({ changes: config.id }),
    setDefault: changes.setDefault,
    setEnabled: changes.setEnabled,
    remove: setRemoving,
  };
  return (
    <>
      <ProviderFilters
        filter={address}
        onSearch={(search) => void setAddress({ search })}
        onType={(type) => void setAddress({ type })}
        onGroup={(group) => void setAddress({ group })}
        onLeave={() => found.current?.querySelector<HTMLElement>("article button, article a")?.focus()}
      />
      {configured.length + gallery.length === 0 ? (
        <NoMatch filters={filters} onClear={() => void setAddress({ search: null, type: null, group: null })} />
      ) : (
        <div ref={found} className="flex flex-col gap-8">
          <CardGroup title={t("configured")} count={configured.length}>
            {configured.map(({ provider, config }) => (
              <ConfigCard
                key={config.id}
                provider={provider}
                config={config}
                health={health?.find(({ id }) => id === config.id)}
                sync={syncs.syncOf(config.id)}
                onCancelSync={syncs.cancel}
                actions={actions}
              />
            ))}
          </CardGroup>
          {configs.length === 0 ? (
            <FirstUse sandbox={sandbox} onTry={(id) => void setAddress({ configure: id })} />
          ) : null}
          <ProviderGallery
            gallery={gallery}
            onConfigure={(provider) => void setAddress({ configure: provider.id, edit: null })}
          />
        </div>
      )}
      {opened && isAllowed ? (
        <ConfigDialog
          key={edited?.id ?? opened.id}
          provider={opened}
          config={edited}
          suggestedName={suggestName(
            opened.id,
            configs.map((config) => config.name),
          )}
          syncOf={syncs.syncOf}
          onSaved={({ jobId }) => jobId && syncs.watch(jobId)}
          onClose={() => void setAddress({ configure: null, edit: null })}
        />
      ) : null}
      {tested ? (
        <TestDialog
          config={tested}
          report={test.report}
          error={test.error}
          onTestAgain={() => test.run(tested.id)}
          onConfigure={() => {
            test.close();
            actions.configure(tested);
          }}
          onClose={test.close}
        />
      ) : null}
      {removing ? <RemoveConfigDialog config={removing} onClose={() => setRemoving(null)} /> : null}
      <SyncChangesSheet providerConfigId={address.changes} onClose={() => void setAddress({ changes: null })} />
    </>
  );
}
