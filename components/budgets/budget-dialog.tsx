"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { SelectField } from "@/components/alerts/select-field";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Form, FormControl, FormField, FormItem, FormLabel } from "@/components/ui/form";
import { Switch } from "@/components/ui/switch";
import type { BudgetView } from "@/lib/contracts/budget";
import { BUDGET_PERIODS, type BudgetScope } from "@/lib/contracts/budget-kinds";
import { budgetForm, stopsCalls, toCreateInput, toForm, toPercent } from "./budget-form-values";

interface BudgetDialogProps {
  /** Null makes a new one. */
  budget: BudgetView | null;
  onClose: () => void;
}

const SCOPES = ["tenant", "api_key", "processor", "user", "model"] as const satisfies readonly BudgetScope[];

export function BudgetDialog(props: BudgetDialogProps) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <DialogContent className="max-w-xl">
        <BudgetFormFields {...props} />
      </DialogContent>
    </Dialog>
  );
}

function BudgetFormFields({ budget, onClose }: BudgetDialogProps) {
  const t = useTranslations("budgets");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: useZodResolver(budgetForm),
    defaultValues: toForm(budget),
    shouldFocusError: false,
  });
  const values = useWatch({ control: form.control });
  const targets = useQuery({ ...trpc.budgets.targets.queryOptions(), enabled: budget === null });
  const onSaved = async (saved: BudgetView) => {
    toast.success(t("saved", { name: saved.name }));
    onClose();
    await queryClient.invalidateQueries(trpc.budgets.pathFilter());
    await queryClient.invalidateQueries(trpc.overview.get.queryFilter());
  };
  const onError = (error: Parameters<typeof applyFieldErrors>[1]) =>
    applyFieldErrors(form, error, ["name", "scopeId", "limitUsd", "rollingHours"]);
  const create = useMutation(trpc.budgets.create.mutationOptions({ onSuccess: onSaved, onError }));
  const update = useMutation(trpc.budgets.update.mutationOptions({ onSuccess: onSaved, onError }));
  const error = create.error ?? update.error;
  const choices = {
    tenant: [],
    processor: targets.data?.processors ?? [],
    api_key: targets.data?.apiKeys ?? [],
    user: targets.data?.members ?? [],
    model: targets.data?.models ?? [],
  }[values.scope ?? "tenant"];
  return (
    <Form {...form}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((typed) =>
          budget
            ? update.mutate({
                id: budget.id,
                version: budget.version,
                name: typed.name,
                limitUsd: typed.limitUsd,
                warnAtPercent: toPercent(typed.warnAtPercent),
                degradeAtPercent: toPercent(typed.degradeAtPercent),
                blocksAtLimit: typed.blocksAtLimit,
                isEnabled: typed.isEnabled,
              })
            : create.mutate(toCreateInput(typed)),
        )}
      >
        <DialogHeader>
          <DialogTitle>{budget ? t("editTitle", { name: budget.name }) : t("addTitle")}</DialogTitle>
          <DialogDescription>{t("dialogText")}</DialogDescription>
        </DialogHeader>
        <ErrorSummary
          labels={{
            name: t("name"),
            scopeId: t("target"),
            limitUsd: t("limit"),
            rollingHours: t("rollingHours"),
            warnAtPercent: t("warnAt"),
            degradeAtPercent: t("degradeAt"),
          }}
          error={error ? errorText(error) : undefined}
        />
        <TextField name="name" label={t("name")} />
        {budget ? null : (
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              name="scope"
              label={t("scope")}
              options={SCOPES.map((value) => ({ value, label: t(`scopes.${value}`) }))}
              onValueChange={() => form.setValue("scopeId", "")}
            />
            {values.scope === "tenant" ? null : (
              <SelectField
                name="scopeId"
                label={t("target")}
                placeholder={t("targetPlaceholder")}
                options={choices.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
            <SelectField
              name="period"
              label={t("period")}
              options={BUDGET_PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
            />
            {values.period === "rolling" ? (
              <TextField name="rollingHours" label={t("rollingHours")} inputMode="numeric" />
            ) : null}
          </div>
        )}
        <TextField name="limitUsd" label={t("limit")} inputMode="decimal" placeholder="100.00" />
        {stopsCalls(values.limitUsd ?? "", budget) && values.blocksAtLimit ? (
          <p role="status" className="text-sm text-danger">
            {t("belowSpent")}
          </p>
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField name="warnAtPercent" label={t("warnAt")} help={t("warnAtHelp")} inputMode="numeric" />
          <TextField name="degradeAtPercent" label={t("degradeAt")} help={t("degradeAtHelp")} inputMode="numeric" />
        </div>
        <SwitchField name="blocksAtLimit" label={t("blocks")} />
        {budget ? <SwitchField name="isEnabled" label={t("enabled")} /> : null}
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={create.isPending || update.isPending}>
            {t("save")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}

function SwitchField({ name, label }: { name: "blocksAtLimit" | "isEnabled"; label: string }) {
  return (
    <FormField
      name={name}
      render={({ field }) => (
        <FormItem className="flex flex-row items-center gap-2">
          <FormControl>
            <Switch checked={field.value === true} onCheckedChange={field.onChange} />
          </FormControl>
          <FormLabel className="font-normal">{label}</FormLabel>
        </FormItem>
      )}
    />
  );
}
