"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ErrorSummary } from "@/components/shared/error-summary";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { Button } from "@/components/ui/button";
import { Form, FormControl, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { returnPath } from "./return-path";

const credentials = z.object({ email: z.string().trim().pipe(z.email()), password: z.string().min(1) });

/** Keeps what was typed when signing in fails, and does not say which part was wrong. */
export function SignInForm({ from }: { from?: string }) {
  const t = useTranslations("identity");
  const [failure, setFailure] = useState<"failed" | "unreachable" | null>(null);
  const form = useForm({
    resolver: useZodResolver(credentials),
    defaultValues: { email: "", password: "" },
    shouldFocusError: false,
  });
  const submit = form.handleSubmit(
    async (values) => {
      setFailure(null);
      const answer = await signIn("credentials", { ...values, redirect: false }).catch(() => undefined);
      if (answer?.ok && !answer.error) {
        // A whole page load, so that nothing of a visitor before stays in memory.
        window.location.assign(returnPath(from));
        return new Promise(() => {});
      }
      setFailure(answer ? "failed" : "unreachable");
    },
    () => setFailure(null),
  );
  return (
    <Form {...form}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <ErrorSummary
          labels={{ email: t("email"), password: t("password") }}
          error={failure ? t(failure) : undefined}
        />
        <FormField
          control={form.control}
          name="email"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("email")}</FormLabel>
              <FormControl>
                <Input {...field} type="email" autoComplete="username" autoCapitalize="off" autoFocus className="h-9" />
              </FormControl>
              <FormMessage />
            </FormItem>
          )}
        />
        <FormField
          control={form.control}
          name="password"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("password")}</FormLabel>
              <FormControl>
                <Input {...field} type="password" autoComplete="current-password" className="h-9" />
              </FormControl>
              <FormMessage />
            </FormItem>
          )}
        />
        <Button type="submit" size="lg" isPending={form.formState.isSubmitting}>
          {t("signIn")}
        </Button>
      </form>
    </Form>
  );
}
