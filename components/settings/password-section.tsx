"use client";

import { useMutation } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Form } from "@/components/ui/form";
import { changePasswordInput } from "@/lib/contracts/tenant";
import { SettingsSection } from "./settings-section";

export function PasswordSection() {
  const t = useTranslations("settings");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const form = useForm({
    resolver: useZodResolver(changePasswordInput),
    defaultValues: { currentPassword: "", newPassword: "" },
    shouldFocusError: false,
  });
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      // Every session has ended with it, this one too.
      onSuccess: () => signOut({ callbackUrl: "/login" }),
      onError: (error) => applyFieldErrors(form, error, ["currentPassword", "newPassword"]),
    }),
  );
  return (
    <SettingsSection title={t("password")} text={t("passwordText")}>
      <Form {...form}>
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={form.handleSubmit((values) => change.mutate(values))}
        >
          <ErrorSummary
            labels={{ currentPassword: t("currentPassword"), newPassword: t("newPassword") }}
            error={change.error ? errorText(change.error) : undefined}
          />
          <TextField
            name="currentPassword"
            label={t("currentPassword")}
            type="password"
            autoComplete="current-password"
          />
          <TextField
            name="newPassword"
            label={t("newPassword")}
            help={t("newPasswordHelp")}
            type="password"
            autoComplete="new-password"
          />
          <Button type="submit" className="self-start" disabled={change.isPending}>
            {t("changePassword")}
          </Button>
        </form>
      </Form>
    </SettingsSection>
  );
}
