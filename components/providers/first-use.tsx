"use client";

import { Plug } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { usePermission } from "@/components/shared/use-permission";
import type { ProviderView } from "@/lib/contracts/provider";

export interface FirstUseProps {
  /** The provider that needs no key, where the operator offers it. */
  sandbox: ProviderView | undefined;
  onTry: (providerId: string) => void;
}

/** Stands where the configured providers will. */
export function FirstUse({ sandbox, onTry }: FirstUseProps) {
  const t = useTranslations("providers");
  const locale = useLocale();
  const { reason } = usePermission("providers.write");
  return (
    <DataState
      icon={Plug}
      title={t("configuredEmptyTitle")}
      text={t("configuredEmptyText")}
      className="py-10"
      action={
        sandbox ? (
          <GuardedButton variant="outline" reason={reason} onClick={() => onTry(sandbox.id)}>
            {t("tryOut", { name: sandbox.label[locale] })}
          </GuardedButton>
        ) : null
      }
    />
  );
}
