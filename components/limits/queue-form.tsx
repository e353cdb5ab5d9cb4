"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { GuardedButton } from "@/components/shared/guarded-button";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Form } from "@/components/ui/form";
import { saveQueueTimeInput } from "@/lib/contracts/rate-limit";

const queueForm = z.object({
  queueMs: z.string().trim().min(1).transform(Number).pipe(saveQueueTimeInput.shape.queueMs),
});

/** How long a request waits for a place among the parallel ones. */
export function QueueForm({ queueMs }: { queueMs: number }) {
  const t = useTranslations("limits");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const canWrite = usePermission("limits.write");
  const form = useForm({
    resolver: useZodResolver(queueForm),
    defaultValues: { queueMs: String(queueMs) },
    shouldFocusError: false,
  });
  const save = useMutation(
    trpc.limits.saveQueueTime.mutationOptions({
      onSuccess: (report) => {
        toast.success(t("queueSaved"));
        queryClient.setQueryData(trpc.limits.list.queryKey(), report);
      },
      onError: (error) => applyFieldErrors(form, error, ["queueMs"]),
    }),
  );
  return (
    <Form {...form}>
      <form
        noValidate
        className="flex flex-col gap-3 rounded-lg border bg-card p-4"
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
      >
        <div className="flex flex-col gap-0.5">
          <h2 className="text-sm font-semibold">{t("waiting")}</h2>
          <p className="max-w-2xl text-xs text-muted-foreground">{t("waitingText")}</p>
        </div>
        <ErrorSummary labels={{ queueMs: t("queueMs") }} error={save.error ? errorText(save.error) : undefined} />
        <div className="flex flex-wrap items-end gap-3">
          <div className="w-64">
            <TextField name="queueMs" label={t("queueMs")} inputMode="numeric" readOnly={!canWrite.isAllowed} />
          </div>
          <GuardedButton reason={canWrite.reason} type="submit" variant="outline" isPending={save.isPending}>
            {t("saveQueue")}
          </GuardedButton>
        </div>
        <p className="text-xs text-muted-foreground">{t("queueHelp")}</p>
      </form>
    </Form>
  );
}
