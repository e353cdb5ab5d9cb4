"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Resolver, useForm } from "react-hook-form";
import { toast } from "sonner";
import { useLocale, useTranslations } from "use-intl";
import { ErrorSummary } from "@/components/shared/error-summary";
import { readSluiceError } from "@/components/shared/sluice-error";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import type { ProviderView } from "@/lib/contracts/provider";
import type { ProviderConfigView, SaveProviderConfigResult } from "@/lib/contracts/provider-config";
import { AdvancedFields } from "./advanced-fields";
import { type ConfigFormValues, fieldKey, LIMIT_KEYS, toFormValues } from "./config-form-values";
import { ConflictNotice } from "./conflict-notice";
import { CredentialInput } from "./credential-input";
import { findFormFaults } from "./find-form-faults";
import { SaveWithoutTest } from "./save-without-test";
import { useSaveConfig } from "./use-save-config";
import { type Verification, VerificationPanel } from "./verification-panel";

export interface ConfigFormProps {
  provider: ProviderView;
  config: ProviderConfigView | null;
  suggestedName: string;
  onDirtyChange: (isDirty: boolean) => void;
  onSaved: (result: SaveProviderConfigResult) => void;
  onCancel: () => void;
}

type Run = { state: "idle" | "saving" | "testing" } | { state: "failed"; report: Verification | null; error: unknown };

/** The form drawn from the provider's own fields. After a failure everything typed stays. */
export function ConfigForm({ provider, config, suggestedName, onDirtyChange, onSaved, onCancel }: ConfigFormProps) {
  const t = useTranslations("providers");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const [base, setBase] = useState(config);
  const [run, setRun] = useState<Run>({ state: "idle" });
  const labelOf = useFieldLabels(provider);
  const resolver: Resolver<ConfigFormValues> = (values) => {
    const faults = Object.entries(findFormFaults(provider, base, values));
    const errors = Object.fromEntries(
      faults.map(([key, fault]) => [
        key,
        { type: fault, message: t(`dialog.faults.${fault}`, { label: labelOf(key) }) },
      ]),
    );
    return faults.length > 0 ? { values: {}, errors } : { values, errors: {} };
  };
  const form = useForm<ConfigFormValues>({
    resolver,
    defaultValues: toFormValues(provider, config, suggestedName),
    shouldFocusError: false,
  });
  const { isDirty, dirtyFields } = form.formState;
  // As the server decides it: unchanged values of a valid config are not tested again.
  const needsTest = !base?.isValid || provider.fields.some((field) => dirtyFields[fieldKey(field)]);
  useEffect(() => onDirtyChange(isDirty), [isDirty, onDirtyChange]);
  const save = useSaveConfig();
  const reload = useReload();

  const submit = (skipVerification: boolean) =>
    form.handleSubmit(async (values) => {
      setRun({ state: skipVerification || !needsTest ? "saving" : "testing" });
      try {
        const result = await save({ provider, config: base, values, skipVerification });
        if (!result.saved) return setRun({ state: "failed", report: result.verification, error: null });
        const name = result.config?.name ?? "";
        if (!result.verification)
          toast.success(t(result.config?.isValid ? "dialog.saved" : "dialog.savedUnverified", { name }));
        onSaved(result);
      } catch (error) {
        const { code, fields } = readSluiceError(error);
        for (const field of provider.fields) {
          if (fields[`config.${field.name}`] === undefined) continue;
          form.setError(fieldKey(field), { message: t("dialog.faults.refused", { label: labelOf(fieldKey(field)) }) });
        }
        if (code === "conflict" && fields.name !== undefined)
          form.setError("name", { message: t("dialog.faults.name_taken") });
        setRun({ state: "failed", report: null, error });
      }
    });

  const isBusy = run.state === "testing" || run.state === "saving";
  const failure = run.state === "failed" ? run : null;
  const failedStage = failure?.report?.stages.find((stage) => stage.outcome === "failed")?.stage;
  const isConflict = failure !== null && isStale(failure.error);
  const summary = failedStage
    ? t("dialog.testFailed", { stage: t(`test.stages.${failedStage}`) })
    : failure?.error && !isConflict
      ? errorText(failure.error)
      : undefined;
  return (
    <Form {...form}>
      <form noValidate onSubmit={submit(false)} className="flex flex-col gap-4">
        {base?.status === "undecryptable" ? (
          <p className="rounded-md bg-danger-soft px-3 py-2 text-[13px] text-danger">{t("dialog.undecryptable")}</p>
        ) : null}
        <ErrorSummary error={summary} />
        {isConflict && base ? (
          <ConflictNotice
            onReload={async () => {
              const latest = await reload(base.id);
              setBase(latest);
              form.reset(toFormValues(provider, latest, suggestedName), { keepDirtyValues: true });
              setRun({ state: "idle" });
              toast.info(t("dialog.reloaded"));
            }}
          />
        ) : null}
        <fieldset disabled={isBusy} className="flex min-w-0 flex-col gap-4">
          {provider.fields.map((field) => (
            <CredentialInput key={field.name} provider={provider} config={base} field={field} />
          ))}
          <AdvancedFields />
        </fieldset>
        {run.state === "testing" || failure?.report ? <VerificationPanel report={failure?.report ?? null} /> : null}
        <DialogFooter className="flex-wrap">
          {needsTest ? (
            <SaveWithoutTest isPending={run.state === "saving"} isDisabled={isBusy} onSave={submit(true)} />
          ) : null}
          <Button variant="outline" onClick={onCancel}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={run.state === "testing" || (isBusy && !needsTest)} disabled={isBusy}>
            {run.state === "testing" ? t("dialog.testing") : needsTest ? t("dialog.testAndSave") : t("dialog.save")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}

/** A conflict that is about the form's age, and not about a name that is taken. */
function isStale(error: unknown): boolean {
  const { code, fields } = readSluiceError(error);
  return code === "conflict" && fields.version !== undefined;
}

function useFieldLabels(provider: ProviderView): (key: string) => string {
  const t = useTranslations("providers.dialog");
  const locale = useLocale();
  return (key) => {
    const field = provider.fields.find((each) => fieldKey(each) === key);
    if (field) return field.label[locale];
    const limit = LIMIT_KEYS.find((each) => each === key);
    return limit ? t(limit) : key === "priority" ? t("priority") : t("name");
  };
}

function useReload(): (id: string) => Promise<ProviderConfigView> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return (id) => queryClient.fetchQuery({ ...trpc.providerConfigs.get.queryOptions({ id }), staleTime: 0 });
}
