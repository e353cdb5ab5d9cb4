"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import {
  ALERT_COOLDOWNS,
  ALERT_UNITS,
  ALERT_WINDOWS,
  type AlertMetric,
  type AlertRuleView,
  alertMetric,
} from "@/lib/contracts/alert";
import { BacktestPreview } from "./backtest-preview";
import { QuietHoursFields } from "./quiet-hours-fields";
import { RuleChannelFields } from "./rule-channel-fields";
import { NEW_RULE, ruleForm, toRuleFields, toRuleForm } from "./rule-form-values";
import { ScopeFields } from "./scope-fields";
import { SelectField } from "./select-field";
import { useAlertFormat } from "./use-alert-format";

const USUAL_AMOUNTS: Record<AlertMetric, string> = {
  spend: "25",
  error_rate: "10",
  p95_latency: "10000",
  p95_time_to_first_token: "3000",
  unpriced_requests: "1",
};
const SERVER_FIELDS = ["name", "scopeValue", "channelIds"] as const;

export function RuleForm({ rule, onDone }: { rule: AlertRuleView | null; onDone: () => void }) {
  const t = useTranslations("alerts");
  const states = useTranslations("states");
  const { span } = useAlertFormat();
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: useZodResolver(ruleForm),
    defaultValues: rule ? toRuleForm(rule) : NEW_RULE,
    shouldFocusError: false,
  });
  const outcome = {
    onSuccess: async () => {
      await queryClient.invalidateQueries(trpc.alerts.pathFilter());
      toast.success(states("saved"));
      onDone();
    },
    onError: (error: unknown) => applyFieldErrors(form, error, SERVER_FIELDS),
  };
  const create = useMutation(trpc.alerts.createRule.mutationOptions(outcome));
  const update = useMutation(trpc.alerts.updateRule.mutationOptions(outcome));
  const save = form.handleSubmit((values) => {
    const fields = toRuleFields(values);
    if (!fields) return;
    if (rule) update.mutate({ ...fields, id: rule.id, version: rule.version });
    else create.mutate(fields);
  });
  const metric = form.watch("metric");
  const error = create.error ?? update.error;
  return (
    <Form {...form}>
      <form noValidate className="flex flex-col gap-4" onSubmit={save}>
        <DialogHeader>
          <DialogTitle>{rule ? t("editRule") : t("addRule")}</DialogTitle>
          <DialogDescription>{t("ruleText")}</DialogDescription>
        </DialogHeader>
        <ErrorSummary
          labels={{
            name: t("name"),
            amount: t("threshold"),
            scopeValue: t("scope"),
            minimumCount: t("minimumCount"),
            quietFrom: t("quietFrom"),
            quietTo: t("quietTo"),
          }}
          error={error ? errorText(error) : undefined}
        />
        <TextField name="name" label={t("name")} help={t("nameHelp")} maxLength={100} />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            name="metric"
            label={t("metric")}
            options={alertMetric.options.map((value) => ({ value, label: t(`metrics.${value}`) }))}
            onValueChange={(value) => {
              const next = alertMetric.safeParse(value);
              if (next.success) form.setValue("amount", USUAL_AMOUNTS[next.data]);
            }}
          />
          <TextField
            name="amount"
            label={t("thresholdIn", { unit: t(`units.${ALERT_UNITS[metric]}`) })}
            inputMode="decimal"
          />
          <ScopeFields />
          <SelectField
            name="windowMinutes"
            label={t("window")}
            isNumber
            options={ALERT_WINDOWS.map((minutes) => ({ value: String(minutes), label: span(minutes) }))}
          />
          <TextField name="minimumCount" label={t("minimumCount")} inputMode="numeric" help={t("minimumCountHelp")} />
          <SelectField
            name="cooldownMinutes"
            label={t("cooldown")}
            isNumber
            help={t("cooldownHelp")}
            options={ALERT_COOLDOWNS.map((minutes) => ({ value: String(minutes), label: span(minutes) }))}
          />
        </div>
        <BacktestPreview />
        <RuleChannelFields />
        <QuietHoursFields />
        <DialogFooter>
          <Button variant="outline" onClick={onDone}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={create.isPending || update.isPending}>
            {states("save")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}
