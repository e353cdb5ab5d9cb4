"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
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
import { Form, FormControl, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { createTenantInput } from "@/lib/contracts/tenant";
import { slugOf } from "./slug-of";
import { TimeZoneField } from "./time-zone-field";

export function CreateTenantDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <CreateTenantForm onCancel={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function CreateTenantForm({ onCancel }: { onCancel: () => void }) {
  const t = useTranslations("settings");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const form = useForm({
    resolver: useZodResolver(createTenantInput),
    defaultValues: { name: "", slug: "", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    shouldFocusError: false,
  });
  const create = useMutation(
    trpc.tenants.create.mutationOptions({
      // A whole page load: the list of organizations comes with the layout.
      onSuccess: (tenant) => window.location.assign(`/t/${tenant.slug}`),
      onError: (error) => applyFieldErrors(form, error, ["name", "slug", "timeZone"]),
    }),
  );
  return (
    <Form {...form}>
      <form noValidate className="flex flex-col gap-4" onSubmit={form.handleSubmit((values) => create.mutate(values))}>
        <DialogHeader>
          <DialogTitle>{t("createTenantTitle")}</DialogTitle>
          <DialogDescription>{t("createTenantText")}</DialogDescription>
        </DialogHeader>
        <ErrorSummary
          labels={{ name: t("name"), slug: t("slugField"), timeZone: t("timeZone") }}
          error={create.error ? errorText(create.error) : undefined}
        />
        <TextField
          name="name"
          label={t("name")}
          onValueChange={(name) => {
            if (!form.getFieldState("slug").isTouched) form.setValue("slug", slugOf(name));
          }}
        />
        <TextField
          name="slug"
          label={t("slugField")}
          help={t("slugFieldHelp")}
          spellCheck={false}
          className="font-mono text-[13px]"
        />
        <FormField
          control={form.control}
          name="timeZone"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("timeZone")}</FormLabel>
              <FormControl>
                <TimeZoneField value={field.value ?? null} onValueChange={field.onChange} />
              </FormControl>
              <FormMessage />
            </FormItem>
          )}
        />
        <DialogFooter>
          <Button variant="outline" onClick={onCancel}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={create.isPending || create.isSuccess}>
            {t("createTenant")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}
