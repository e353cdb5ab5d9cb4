"use client";

import { Ellipsis, FlaskConical, History, Pause, Play, Plus, RefreshCw, Settings2, Star, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { usePermission } from "@/components/shared/use-permission";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { useMenuActions } from "./use-menu-actions";

/** What can be done with a config; the page carries it out. */
export interface ConfigActions {
  configure(config: ProviderConfigView): void;
  addAnother(config: ProviderConfigView): void;
  test(config: ProviderConfigView): void;
  sync(config: ProviderConfigView): void;
  viewSync(config: ProviderConfigView): void;
  setDefault(config: ProviderConfigView): void;
  setEnabled(config: ProviderConfigView, isEnabled: boolean): void;
  remove(config: ProviderConfigView): void;
}

export interface ConfigMenuProps {
  config: ProviderConfigView;
  /** False for what the product has built in. */
  mayHaveSeveral: boolean;
  isSyncing: boolean;
  actions: ConfigActions;
}

export function ConfigMenu({ config, mayHaveSeveral, isSyncing, actions }: ConfigMenuProps) {
  const t = useTranslations("providers");
  const providers = usePermission("providers.write");
  const models = usePermission("models.write");
  const denied = providers.reason ?? models.reason;
  const { choose, onCloseAutoFocus } = useMenuActions();
  const isReadable = config.status !== "undecryptable";
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={t("actionsFor", { name: config.name })}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-56" onCloseAutoFocus={onCloseAutoFocus}>
        {denied ? <DropdownMenuLabel>{denied}</DropdownMenuLabel> : null}
        <Item
          icon={<Settings2 aria-hidden />}
          disabled={!providers.isAllowed}
          run={() => choose(() => actions.configure(config))}
        >
          {t("configure")}
        </Item>
        <Item
          icon={<FlaskConical aria-hidden />}
          disabled={!providers.isAllowed || !isReadable}
          run={() => choose(() => actions.test(config))}
        >
          {t("testAgain")}
        </Item>
        <Item
          icon={<RefreshCw aria-hidden />}
          disabled={!models.isAllowed || !isReadable || isSyncing}
          run={() => choose(() => actions.sync(config))}
        >
          {t("syncModels")}
        </Item>
        <Item
          icon={<History aria-hidden />}
          disabled={config.lastSyncedAt === null}
          run={() => choose(() => actions.viewSync(config))}
        >
          {t("lastSync")}
        </Item>
        <DropdownMenuSeparator />
        <Item
          icon={<Star aria-hidden />}
          disabled={!providers.isAllowed || config.isDefault}
          run={() => choose(() => actions.setDefault(config))}
        >
          {config.isDefault ? t("isDefaultAlready") : t("setDefault")}
        </Item>
        <Item
          icon={config.isEnabled ? <Pause aria-hidden /> : <Play aria-hidden />}
          disabled={!providers.isAllowed}
          run={() => choose(() => actions.setEnabled(config, !config.isEnabled))}
        >
          {config.isEnabled ? t("disable") : t("enable")}
        </Item>
        {mayHaveSeveral ? (
          <Item
            icon={<Plus aria-hidden />}
            disabled={!providers.isAllowed}
            run={() => choose(() => actions.addAnother(config))}
          >
            {t("addAnother")}
          </Item>
        ) : null}
        <DropdownMenuSeparator />
        <DropdownMenuItem
          variant="destructive"
          disabled={!providers.isAllowed}
          onSelect={() => choose(() => actions.remove(config))}
        >
          <Trash2 aria-hidden />
          {t("delete")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

interface ItemProps {
  icon: ReactNode;
  disabled: boolean;
  run: () => void;
  children: ReactNode;
}

function Item({ icon, disabled, run, children }: ItemProps) {
  return (
    <DropdownMenuItem disabled={disabled} onSelect={run}>
      {icon}
      {children}
    </DropdownMenuItem>
  );
}
