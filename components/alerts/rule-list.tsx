"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { BellPlus, CirclePause } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { StatusBadge } from "@/components/shared/status-badge";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Switch } from "@/components/ui/switch";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { AlertRuleView } from "@/lib/contracts/alert";
import { useAlertFormat } from "./use-alert-format";

const TONES = { ok: "success", firing: "danger", acknowledged: "warning" } as const;
const POLL_MS = 15_000;

export function RuleList({ addRule, onEdit }: { addRule: ReactNode; onEdit: (rule: AlertRuleView) => void }) {
  const t = useTranslations("alerts");
  const states = useTranslations("states");
  const canWrite = usePermission("alerts.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState<AlertRuleView | null>(null);
  const { data: rules } = useSuspenseQuery(trpc.alerts.rules.queryOptions(undefined, { refetchInterval: POLL_MS }));
  const remove = useMutation(
    trpc.alerts.removeRule.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.alerts.pathFilter());
        setRemoving(null);
      },
    }),
  );
  if (rules.length === 0) {
    return <DataState icon={BellPlus} title={t("noRulesTitle")} text={t("noRulesText")} action={addRule} />;
  }
  return (
    <>
      <Table aria-label={t("tabs.rules")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("name")}</TableHead>
            <TableHead>{t("condition")}</TableHead>
            <TableHead>{t("lastValue")}</TableHead>
            <TableHead>{t("state")}</TableHead>
            <TableHead>{t("active")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {rules.map((rule) => (
            <TableRow key={rule.id}>
              <TableCell>
                <div className="max-w-56 truncate font-medium">{rule.name}</div>
              </TableCell>
              <TableCell>
                <Condition rule={rule} />
              </TableCell>
              <TableCell className="tabular-nums">
                <LastValue rule={rule} />
              </TableCell>
              <TableCell>
                {rule.isEnabled ? (
                  <StatusBadge tone={TONES[rule.status]}>{t(`ruleStatuses.${rule.status}`)}</StatusBadge>
                ) : (
                  <StatusBadge tone="neutral" icon={CirclePause}>
                    {t("off")}
                  </StatusBadge>
                )}
              </TableCell>
              <TableCell>
                <RuleSwitch rule={rule} reason={canWrite.reason} />
              </TableCell>
              <TableCell className="text-right whitespace-nowrap">
                <GuardedButton
                  reason={canWrite.reason}
                  variant="outline"
                  size="sm"
                  aria-label={t("editNamed", { name: rule.name })}
                  onClick={() => onEdit(rule)}
                >
                  {t("edit")}
                </GuardedButton>{" "}
                <GuardedButton
                  reason={canWrite.reason}
                  variant="ghost"
                  size="sm"
                  aria-label={t("removeNamed", { name: rule.name })}
                  onClick={() => setRemoving(rule)}
                >
                  {states("delete")}
                </GuardedButton>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setRemoving(null)}
          title={t("removeNamed", { name: removing.name })}
          description={t("removeRuleText")}
          confirmLabel={states("delete")}
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id: removing.id })}
        />
      ) : null}
    </>
  );
}

function Condition({ rule }: { rule: AlertRuleView }) {
  const t = useTranslations("alerts");
  const { value, span } = useAlertFormat();
  const scope = rule.scopeKind === "tenant" ? null : (rule.scopeName ?? t("gone"));
  return (
    <>
      <div>
        {t("conditionText", {
          metric: t(`metrics.${rule.metric}`),
          threshold: value(rule.metric, rule.threshold),
          window: span(rule.windowMinutes),
        })}
      </div>
      <div className="max-w-72 truncate text-xs text-muted-foreground">
        {scope === null ? t("scopes.tenant") : `${t(`scopes.${rule.scopeKind}`)}: ${scope}`}
      </div>
    </>
  );
}

function LastValue({ rule }: { rule: AlertRuleView }) {
  const { value } = useAlertFormat();
  return rule.lastValue === null ? "–" : value(rule.metric, rule.lastValue);
}

function RuleSwitch({ rule, reason }: { rule: AlertRuleView; reason: string | null }) {
  const t = useTranslations("alerts");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const update = useMutation(
    trpc.alerts.updateRule.mutationOptions({
      onError: (error) => toast.error(errorText(error)),
      onSettled: () => queryClient.invalidateQueries(trpc.alerts.pathFilter()),
    }),
  );
  const { status: _status, scopeName: _name, lastValue: _value, lastEvaluatedAt: _at, ...fields } = rule;
  return (
    <Switch
      aria-label={t("activeNamed", { name: rule.name })}
      aria-disabled={reason !== null || undefined}
      title={reason ?? undefined}
      checked={update.isPending ? !rule.isEnabled : rule.isEnabled}
      onCheckedChange={(isEnabled) => reason === null && update.mutate({ ...fields, isEnabled })}
    />
  );
}
