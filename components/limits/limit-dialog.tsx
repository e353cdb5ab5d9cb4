"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Form, FormControl, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import {
  LIMIT_SCOPE_KINDS,
  type LimitReport,
  type LimitScopeView,
  RATE_LIMIT_FIELDS,
  type RateLimits,
} from "@/lib/contracts/rate-limit";
import { isBelowUse, limitForm, toTyped } from "./limit-form-values";

export interface LimitDialogProps {
  /** Null: one of `unlimited` is to be chosen. */
  scope: LimitScopeView | null;
  unlimited: LimitReport["unlimited"];
  onClose: () => void;
}

export function LimitDialog(props: LimitDialogProps) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <DialogContent className="max-w-xl">
        <LimitForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function LimitForm({ scope, unlimited, onClose }: LimitDialogProps) {
  const t = useTranslations("limits");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: useZodResolver(limitForm),
    defaultValues: { scope: scope ? `${scope.kind}:${scope.scopeId}` : "", ...toTyped(scope?.limits ?? null) },
    shouldFocusError: false,
  });
  const values = useWatch({ control: form.control });
  const choices = scope ? [scope] : unlimited;
  const chosen = choices.find((each) => `${each.kind}:${each.scopeId}` === values.scope);
  const save = useMutation(
    trpc.limits.save.mutationOptions({
      onSuccess: async (report) => {
        toast.success(t("saved", { name: chosen?.name ?? "" }));
        queryClient.setQueryData(trpc.limits.list.queryKey(), report);
        onClose();
        await queryClient.invalidateQueries(trpc.providerConfigs.pathFilter());
      },
      onError: (error) => applyFieldErrors(form, error, ["scope"]),
    }),
  );
  const isOfRequest = chosen && chosen.kind !== "provider_config" && chosen.kind !== "model";
  return (
    <Form {...form}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit(({ scope: _, ...limits }) => {
          if (chosen) save.mutate({ kind: chosen.kind, scopeId: chosen.scopeId, limits });
        })}
      >
        <DialogHeader>
          <DialogTitle>{scope ? t("dialogTitle", { name: scope.name }) : t("dialogNew")}</DialogTitle>
          <DialogDescription>{t("dialogText")}</DialogDescription>
        </DialogHeader>
        <ErrorSummary
          labels={{
            scope: t("what"),
            requestsPerMinute: t("fields.requestsPerMinute"),
            requestsPerHour: t("fields.requestsPerHour"),
            tokensPerMinute: t("fields.tokensPerMinute"),
            tokensPerHour: t("fields.tokensPerHour"),
            maxParallelRequests: t("fields.maxParallelRequests"),
          }}
          error={save.error ? errorText(save.error) : undefined}
        />
        {scope ? null : (
          <FormField
            control={form.control}
            name="scope"
            render={({ field }) => (
              <FormItem>
                <FormLabel>{t("what")}</FormLabel>
                <FormControl>
                  <Combobox
                    groups={LIMIT_SCOPE_KINDS.map((kind) => ({
                      label: t(`kinds.${kind}`),
                      options: unlimited
                        .filter((each) => each.kind === kind)
                        .map((each) => ({ value: `${kind}:${each.scopeId}`, label: each.name })),
                    })).filter(({ options }) => options.length > 0)}
                    value={field.value || null}
                    onValueChange={field.onChange}
                    placeholder={t("whatPlaceholder")}
                    searchPlaceholder={t("whatSearch")}
                    emptyText={t("whatEmpty")}
                  />
                </FormControl>
                <FormMessage />
              </FormItem>
            )}
          />
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          {RATE_LIMIT_FIELDS.map((name) => (
            <TextField
              key={name}
              name={name}
              label={t(`fields.${name}`)}
              placeholder={t("noLimit")}
              inputMode="numeric"
            />
          ))}
        </div>
        {chosen?.suggested ? (
          <Suggestion
            limits={chosen.suggested}
            onUse={(limits) => {
              for (const [name, text] of Object.entries(toTyped(limits)))
                form.setValue(RATE_LIMIT_FIELDS.find((field) => field === name) ?? "scope", text, {
                  shouldDirty: true,
                });
            }}
          />
        ) : null}
        <div className="flex flex-col gap-1 text-xs text-muted-foreground">
          {chosen ? <p>{t(isOfRequest ? "requestNote" : "attemptNote")}</p> : null}
          <p>{t("burstNote")}</p>
        </div>
        {isBelowUse({ ...toTyped(null), ...values }, scope?.use ?? []) ? (
          <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-[13px] text-warning">
            {t("below")}
          </p>
        ) : null}
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={save.isPending}>
            {t("save")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}

function Suggestion({ limits, onUse }: { limits: RateLimits; onUse: (limits: RateLimits) => void }) {
  const t = useTranslations("limits");
  const format = useFormatter();
  const list = RATE_LIMIT_FIELDS.flatMap((name) => {
    const limit = limits[name];
    return limit === null ? [] : [`${t(`fields.${name}`)} ${format.number(limit)}`];
  });
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-md border px-3 py-2 text-xs">
      <span>{t("suggested", { list: format.list(list) })}</span>
      <Button variant="outline" size="sm" onClick={() => onUse(limits)}>
        {t("useSuggested")}
      </Button>
    </div>
  );
}
