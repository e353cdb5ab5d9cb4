"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { ModelSyncs } from "./use-model-syncs";

/** Reads the models of one provider config, or of all, again. */
export function SyncButton({ syncs }: { syncs: ModelSyncs }) {
  const t = useTranslations("models.sync");
  const trpc = useTRPC();
  const { reason } = usePermission("models.write");
  const { data: cards = [], isPending } = useQuery(trpc.providers.list.queryOptions());
  const configs = cards
    .flatMap((card) => card.configs)
    .filter((config) => config.status !== "undecryptable" && !syncs.syncOf(config.id));
  const label = (
    <>
      <RefreshCw aria-hidden />
      {t("action")}
    </>
  );
  const refusal = reason ?? (configs.length === 0 ? t("none") : null);
  if (isPending) {
    return (
      <Button variant="outline" disabled>
        {label}
      </Button>
    );
  }
  if (refusal) {
    return (
      <GuardedButton variant="outline" reason={refusal}>
        {label}
      </GuardedButton>
    );
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline">
          {label}
          <ChevronDown aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-56">
        <DropdownMenuLabel>{t("menu")}</DropdownMenuLabel>
        {configs.map((config) => (
          <DropdownMenuItem key={config.id} onSelect={() => syncs.start(config)}>
            {config.name}
          </DropdownMenuItem>
        ))}
        {configs.length > 1 ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem
              onSelect={() => {
                for (const config of configs) syncs.start(config);
              }}
            >
              {t("all")}
            </DropdownMenuItem>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
