"use client";

import { CircleDollarSign, Copy, Ellipsis, FlaskConical, Star } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMenuActions } from "@/components/providers/use-menu-actions";
import { usePermission } from "@/components/shared/use-permission";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { TenantModelView } from "@/lib/contracts/tenant-model";

export interface ModelMenuProps {
  model: TenantModelView;
  onSetPrice: () => void;
  onMakeDefault: () => void;
}

export function ModelMenu({ model, onSetPrice, onMakeDefault }: ModelMenuProps) {
  const t = useTranslations("models");
  const states = useTranslations("states");
  const path = useTenantPath();
  const pricing = usePermission("models.write");
  const defaults = usePermission("model_settings.write");
  const { choose, onCloseAutoFocus } = useMenuActions();
  const denied = pricing.reason ?? defaults.reason;
  // A name with a slash would be taken for a longer address.
  const prefix = model.providerConfigName.includes("/") ? model.provider : model.providerConfigName;
  const wireName = `${prefix}/${model.modelId}`;
  const copy = () =>
    void navigator.clipboard.writeText(model.modelId).then(
      () => toast.success(t("table.copied", { id: model.modelId })),
      () => toast.error(states("copyFailed")),
    );
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={t("table.actionsFor", { model: model.displayName })}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60" onCloseAutoFocus={onCloseAutoFocus}>
        {denied ? <DropdownMenuLabel>{denied}</DropdownMenuLabel> : null}
        <DropdownMenuItem disabled={!pricing.isAllowed} onSelect={() => choose(onSetPrice)}>
          <CircleDollarSign aria-hidden />
          {t("table.setPrice")}
        </DropdownMenuItem>
        <DropdownMenuItem
          disabled={!defaults.isAllowed || model.isDefault || !model.isCallable}
          onSelect={() => choose(onMakeDefault)}
        >
          <Star aria-hidden />
          {t("table.makeDefault", { type: t(`types.${model.type}`) })}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild disabled={!model.isCallable}>
          <Link href={path(`/playground?${new URLSearchParams({ tab: model.type, model: wireName })}`)}>
            <FlaskConical aria-hidden />
            {t("table.tryIt")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={copy}>
          <Copy aria-hidden />
          {t("table.copyId")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
