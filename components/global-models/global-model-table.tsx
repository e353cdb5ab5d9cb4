"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Star, TriangleAlert } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { formatSetting } from "@/components/configuration/format-setting";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { SETTING_NAMES } from "@/lib/contracts/call-settings";
import type { GlobalSettingView } from "@/lib/contracts/global-setting";

export interface GlobalModelTableProps {
  globals: readonly GlobalSettingView[];
  onEdit: (setting: GlobalSettingView) => void;
  onRemove: (setting: GlobalSettingView) => void;
}

export function GlobalModelTable({ globals, ...actions }: GlobalModelTableProps) {
  const t = useTranslations("globalModels");
  return (
    <Table aria-label={t("table")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("name")}</TableHead>
          <TableHead>{t("category")}</TableHead>
          <TableHead>{t("settings")}</TableHead>
          <TableHead>{t("price")}</TableHead>
          <TableHead>{t("state")}</TableHead>
          <TableHead>
            <span className="sr-only">{t("actions")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {globals.map((setting) => (
          <GlobalModelRow key={setting.id} setting={setting} {...actions} />
        ))}
      </TableBody>
    </Table>
  );
}

function GlobalModelRow({
  setting,
  onEdit,
  onRemove,
}: { setting: GlobalSettingView } & Omit<GlobalModelTableProps, "globals">) {
  const t = useTranslations("globalModels");
  const settingNames = useTranslations("configuration.settings");
  const makeDefault = useMakeDefault(setting);
  const { displayName: name, isDefault, isActive, isLent, settings, inputPerMillion, outputPerMillion } = setting;
  const used = SETTING_NAMES.filter((each) => settings[each] !== undefined);
  return (
    <TableRow>
      <TableCell className="align-top whitespace-normal">
        <div className="font-medium">{name}</div>
        <code className="text-xs text-muted-foreground">
          {setting.provider}/{setting.modelName}
        </code>
        {setting.description ? (
          <div className="max-w-72 text-xs text-muted-foreground">{setting.description}</div>
        ) : null}
        {setting.faults.map((fault) => (
          <div key={fault} className="flex max-w-72 gap-1.5 text-xs text-danger">
            <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            {fault}
          </div>
        ))}
      </TableCell>
      <TableCell className="align-top">{setting.category ? t(`categories.${setting.category}`) : "–"}</TableCell>
      <TableCell className="align-top text-xs">
        {used.length === 0
          ? "–"
          : used.map((each) => (
              <div key={each}>
                <span className="text-muted-foreground">{settingNames(each)}</span> {formatSetting(settings[each])}
              </div>
            ))}
      </TableCell>
      <TableCell className="align-top">
        {inputPerMillion !== null && outputPerMillion !== null ? (
          t("perMillion", { input: `$${inputPerMillion}`, output: `$${outputPerMillion}` })
        ) : (
          <span className="text-muted-foreground">{t("catalogPrice")}</span>
        )}
      </TableCell>
      <TableCell className="align-top">
        <span className="flex flex-col items-start gap-1">
          {isDefault ? (
            <Badge>
              <Star aria-hidden />
              {t("default")}
            </Badge>
          ) : null}
          <Badge variant={isActive ? "success" : "neutral"}>{isActive ? t("active") : t("inactive")}</Badge>
          <span className="text-xs text-muted-foreground">{isLent ? t("lent") : t("notLent")}</span>
        </span>
      </TableCell>
      <TableCell className="align-top">
        <span className="flex flex-wrap justify-end gap-1">
          {isDefault ? null : (
            <GuardedButton
              reason={isActive ? null : t("inactiveReason")}
              variant="outline"
              size="sm"
              aria-label={t("makeDefault", { name })}
              onClick={() => makeDefault.mutate({ id: setting.id })}
            >
              {t("makeDefaultShort")}
            </GuardedButton>
          )}
          <GuardedButton
            reason={null}
            variant="outline"
            size="sm"
            aria-label={t("editNamed", { name })}
            onClick={() => onEdit(setting)}
          >
            {t("edit")}
          </GuardedButton>
          <GuardedButton
            reason={isDefault ? t("removeDefaultReason") : null}
            variant="outline"
            size="sm"
            aria-label={t("removeNamed", { name })}
            onClick={() => onRemove(setting)}
          >
            {t("remove")}
          </GuardedButton>
        </span>
      </TableCell>
    </TableRow>
  );
}

function useMakeDefault({ displayName: name }: GlobalSettingView) {
  const t = useTranslations("globalModels");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  return useMutation(
    trpc.globalSettings.setDefault.mutationOptions({
      onSuccess: () => void toast.success(t("defaultMoved", { name })),
      onError: (error) => void toast.error(errorText(error)),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.globalSettings.pathKey() }),
    }),
  );
}
