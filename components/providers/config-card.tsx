"use client";

import Link from "next/link";
import { type ReactNode, useId } from "react";
import { useLocale, useTranslations } from "use-intl";
import { JobProgress } from "@/components/shared/job-progress";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge, type StatusTone } from "@/components/shared/status-badge";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Badge } from "@/components/ui/badge";
import type { JobView } from "@/lib/contracts/job";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import type { ProviderHealthView } from "@/lib/contracts/provider-health";
import { AvailabilityStrip } from "./availability-strip";
import { ConfigCircuits } from "./config-circuits";
import { type ConfigActions, ConfigMenu } from "./config-menu";
import { ConfigStatusBadge } from "./config-status-badge";
import type { ConfiguredProvider } from "./filter-cards";
import { ProviderMark } from "./provider-mark";
import { useStatusReason } from "./use-status-reason";

const HEALTH_TONES: Record<ProviderConfigView["healthStatus"], StatusTone> = {
  healthy: "success",
  degraded: "warning",
  unhealthy: "danger",
  unknown: "neutral",
};

export interface ConfigCardProps extends ConfiguredProvider {
  /** What calls have told; unknown until it is loaded. */
  health: ProviderHealthView | undefined;
  /** The model sync under way, if any. */
  sync: JobView | undefined;
  onCancelSync: (job: JobView) => void;
  actions: ConfigActions;
}

/** A configured provider: whether it serves, and if not why. */
export function ConfigCard({ provider, config, health, sync, onCancelSync, actions }: ConfigCardProps) {
  const t = useTranslations("providers");
  const models = useTranslations("models");
  const locale = useLocale();
  const headingId = useId();
  const reason = useStatusReason()(config);
  return (
    <article aria-labelledby={headingId} className="flex flex-col rounded-lg border bg-card">
      <div className="flex items-start gap-3 p-4 pb-3">
        <ProviderMark providerId={provider.id} name={provider.label.en} />
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
            <h3 id={headingId} className="truncate text-sm font-semibold">
              {config.name === provider.id ? provider.label[locale] : config.name}
            </h3>
            {config.isDefault ? (
              <Badge variant="primary" title={t("defaultHint")}>
                {t("default")}
              </Badge>
            ) : null}
          </div>
          <p className="truncate text-xs text-muted-foreground">
            {config.name === provider.id ? config.name : provider.label[locale]}
          </p>
        </div>
        <ConfigMenu
          config={config}
          mayHaveSeveral={!provider.isLocal}
          isSyncing={sync !== undefined}
          actions={actions}
        />
      </div>
      <div className="flex flex-col gap-1.5 px-4 pb-3">
        <div className="flex flex-wrap items-center gap-1.5">
          <ConfigStatusBadge status={config.status} />
          {provider.isLocal ? <Badge variant="info">{t("sandboxBadge")}</Badge> : null}
          {provider.isSelfHosted ? <Badge variant="outline">{t("selfHostedBadge")}</Badge> : null}
        </div>
        {reason ? <p className="text-xs text-pretty break-words text-muted-foreground">{reason}</p> : null}
      </div>
      {health && health.circuits.length > 0 ? <ConfigCircuits config={config} circuits={health.circuits} /> : null}
      {health ? <AvailabilityStrip name={config.name} samples={health.samples} /> : null}
      <dl className="mt-auto grid grid-cols-2 gap-x-4 gap-y-2.5 border-t px-4 py-3 text-xs">
        <Fact name={t("models")}>
          <ModelCounts config={config} />
        </Fact>
        <Fact name={t("health")}>
          <StatusBadge
            tone={HEALTH_TONES[config.healthStatus]}
            title={config.consecutiveFailures > 0 ? t("failures", { count: config.consecutiveFailures }) : undefined}
          >
            {t(`healthStates.${config.healthStatus}`)}
          </StatusBadge>
          {config.lastHealthCheckAt ? (
            <span className="text-muted-foreground">
              {t("asOf")} <RelativeTime date={config.lastHealthCheckAt} />
            </span>
          ) : null}
        </Fact>
        <Fact name={t("lastVerified")}>
          <Instant date={config.lastValidatedAt} />
        </Fact>
        {provider.isLocal ? (
          <Fact name={t("lastSynced")}>
            <Instant date={config.lastSyncedAt} />
          </Fact>
        ) : (
          <KeyFact config={config} />
        )}
      </dl>
      {sync ? (
        <div className="border-t px-4 py-3">
          <JobProgress
            job={sync}
            title={models("sync.title", { name: config.name })}
            onCancel={() => onCancelSync(sync)}
          />
        </div>
      ) : null}
    </article>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="flex min-h-5 min-w-0 flex-wrap items-center gap-1.5 tabular-nums">{children}</dd>
    </div>
  );
}

function Instant({ date }: { date: Date | null }) {
  const t = useTranslations("states");
  return date ? <RelativeTime date={date} /> : <span className="text-muted-foreground">{t("never")}</span>;
}

function KeyFact({ config }: { config: ProviderConfigView }) {
  const t = useTranslations("providers");
  const [secret] = Object.values(config.publicConfig.secrets);
  return (
    <Fact name={t("key")}>
      {secret?.lastFour ? (
        <span className="font-mono">••••{secret.lastFour}</span>
      ) : (
        t(secret ? "keyStored" : "keyNone")
      )}
    </Fact>
  );
}

function ModelCounts({ config }: { config: ProviderConfigView }) {
  const t = useTranslations("providers");
  const path = useTenantPath();
  const address = path(`/models?provider=${config.id}`);
  return (
    <>
      <Link href={address} className="rounded-sm py-0.5 underline-offset-2 hover:underline">
        {t("modelsCount", { enabled: config.enabledModelCount, total: config.modelCount })}
      </Link>
      {config.unpricedModelCount > 0 ? (
        <Link href={`${address}&state=unpriced`} title={t("unpricedCountHint", { count: config.unpricedModelCount })}>
          <Badge variant="warning">{t("unpricedCount", { count: config.unpricedModelCount })}</Badge>
        </Link>
      ) : null}
    </>
  );
}
