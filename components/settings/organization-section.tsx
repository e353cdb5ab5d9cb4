"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useSession } from "@/components/shared/session";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Form, FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { updateTenantInput } from "@/lib/contracts/tenant";
import { SettingsSection } from "./settings-section";
import { TimeZoneField } from "./time-zone-field";

export function OrganizationSection() {
  const t = useTranslations("settings");
  const errorText = useErrorText();
  const { tenant } = useSession();
  const canWrite = usePermission("tenant.write");
  const router = useRouter();
  const trpc = useTRPC();
  const slugId = useId();
  const form = useForm({
    resolver: useZodResolver(updateTenantInput),
    defaultValues: { name: tenant.name, timeZone: tenant.timeZone },
    shouldFocusError: false,
  });
  const update = useMutation(
    trpc.tenants.update.mutationOptions({
      onSuccess: ({ name, timeZone }) => {
        form.reset({ name, timeZone });
        toast.success(t("saved"));
        // Name and zone come with the layout.
        router.refresh();
      },
      onError: (error) => applyFieldErrors(form, error, ["name", "timeZone"]),
    }),
  );
  return (
    <SettingsSection title={t("organization")} text={t("organizationText")}>
      <Form {...form}>
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={form.handleSubmit((values) => update.mutate(values))}
        >
          <ErrorSummary
            labels={{ name: t("name"), timeZone: t("timeZone") }}
            error={update.error ? errorText(update.error) : undefined}
          />
          <TextField name="name" label={t("name")} autoComplete="organization" readOnly={!canWrite.isAllowed} />
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={slugId}>{t("slug")}</Label>
            <Input
              id={slugId}
              readOnly
              value={tenant.slug}
              aria-describedby={`${slugId}-help`}
              className="font-mono text-[13px]"
            />
            <p id={`${slugId}-help`} className="text-xs text-muted-foreground">
              {t("slugHelp")}
            </p>
          </div>
          <FormField
            control={form.control}
            name="timeZone"
            render={({ field }) => (
              <FormItem>
                <FormLabel>{t("timeZone")}</FormLabel>
                <FormControl>
                  <TimeZoneField value={field.value} onValueChange={field.onChange} disabled={!canWrite.isAllowed} />
                </FormControl>
                <FormDescription>{t("timeZoneHelp")}</FormDescription>
                <FormMessage />
              </FormItem>
            )}
          />
          <GuardedButton
            type="submit"
            reason={canWrite.reason}
            className="self-start"
            disabled={canWrite.isAllowed && !form.formState.isDirty}
            isPending={update.isPending}
          >
            {t("save")}
          </GuardedButton>
        </form>
      </Form>
    </SettingsSection>
  );
}
