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
import { Form } from "@/components/ui/form";
import { DRILL_FAULTS, type DrillView } from "@/lib/contracts/drill";
import { ANY_MODEL, drillForm, EMPTY_DRILL, TARGET_KINDS, toStartInput } from "./drill-form-values";

interface DrillDialogProps {
  onClose: () => void;
  onStarted: (drill: DrillView) => void;
}

export function DrillDialog(props: DrillDialogProps) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <DialogContent className="max-w-xl">
        <DrillFormFields {...props} />
      </DialogContent>
    </Dialog>
  );
}

function DrillFormFields({ onClose, onStarted }: DrillDialogProps) {
  const t = useTranslations("drills");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: useZodResolver(drillForm),
    defaultValues: EMPTY_DRILL,
    shouldFocusError: false,
  });
  const { targetKind, fault, providerConfigId } = useWatch({ control: form.control });
  const { data: targets } = useQuery(trpc.drills.targets.queryOptions());
  const start = useMutation(
    trpc.drills.start.mutationOptions({
      onSuccess: async (drill) => {
        toast.success(t("started"));
        onStarted(drill);
        await queryClient.invalidateQueries(trpc.drills.pathFilter());
      },
      onError: (error) =>
        applyFieldErrors(form, error, ["apiKeyId", "profile", "providerConfigId", "model", "minutes"]),
    }),
  );
  const models = targets?.providerConfigs.find(({ id }) => id === providerConfigId)?.models ?? [];
  return (
    <Form {...form}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((typed) => start.mutate(toStartInput(typed)))}
      >
        <DialogHeader>
          <DialogTitle>{t("dialogTitle")}</DialogTitle>
          <DialogDescription>{t("dialogText")}</DialogDescription>
        </DialogHeader>
        <ErrorSummary
          labels={{
            apiKeyId: t("apiKey"),
            profile: t("profile"),
            providerConfigId: t("providerConfig"),
            model: t("model"),
            retryAfterSeconds: t("retryAfter"),
            minutes: t("minutes"),
          }}
          error={start.error ? errorText(start.error) : undefined}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            name="targetKind"
            label={t("targetKind")}
            options={TARGET_KINDS.map((value) => ({ value, label: t(`targetKinds.${value}`) }))}
          />
          {targetKind === "profile" ? (
            <SelectField
              name="profile"
              label={t("profile")}
              placeholder={t("choose")}
              help={targets?.profiles.length === 0 ? t("noProfiles") : ""}
              options={(targets?.profiles ?? []).map(({ name, model, fallbackCount }) => ({
                value: name,
                label: t("profileOption", { name, model, count: fallbackCount }),
              }))}
            />
          ) : (
            <SelectField
              name="providerConfigId"
              label={t("providerConfig")}
              placeholder={t("choose")}
              options={(targets?.providerConfigs ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              onValueChange={() => form.setValue("model", ANY_MODEL)}
            />
          )}
        </div>
        {targetKind === "provider_config" ? (
          <SelectField
            name="model"
            label={t("model")}
            options={[
              { value: ANY_MODEL, label: t("anyModel") },
              ...models.map((model) => ({ value: model, label: model })),
            ]}
          />
        ) : null}
        <SelectField
          name="fault"
          label={t("fault")}
          help={t(`faultHelp.${fault ?? "unavailable"}`)}
          options={DRILL_FAULTS.map((value) => ({ value, label: t(`faults.${value}`) }))}
        />
        {fault === "rate_limited" ? (
          <TextField name="retryAfterSeconds" label={t("retryAfter")} inputMode="numeric" />
        ) : null}
        <SelectField
          name="apiKeyId"
          label={t("apiKey")}
          placeholder={t("choose")}
          help={t("apiKeyHelp")}
          options={(targets?.apiKeys ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField name="minutes" label={t("minutes")} inputMode="numeric" />
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={start.isPending}>
            {t("start")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}
