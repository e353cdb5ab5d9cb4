"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { useSession } from "@/components/shared/session";
import { readSluiceError } from "@/components/shared/sluice-error";
import { useErrorText } from "@/components/shared/use-error-text";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Form, FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { mayGrant, ROLES, type Role, role as roleSchema } from "@/lib/contracts/permissions";
import { addMemberInput } from "@/lib/contracts/tenant";
import type { Added } from "./added";

const FIELDS = ["email", "name", "role"] as const;
const FIRST_ROLE: Role = "developer";

export function AddMemberForm({ onAdded, onCancel }: { onAdded: (added: Added) => void; onCancel: () => void }) {
  const t = useTranslations("members");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const session = useSession();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: useZodResolver(addMemberInput),
    defaultValues: { email: "", name: "", role: FIRST_ROLE },
    shouldFocusError: false,
  });
  const add = useMutation(
    trpc.members.add.mutationOptions({
      // The answer may hold a password: it must not linger in the cache.
      gcTime: 0,
      onSuccess: async (added) => {
        onAdded(added);
        await queryClient.invalidateQueries(trpc.members.list.queryFilter());
      },
      onError: (error) => applyFieldErrors(form, error, FIELDS),
    }),
  );
  const isAboutField =
    add.error !== null && FIELDS.some((name) => readSluiceError(add.error).fields[name] !== undefined);
  return (
    <Form {...form}>
      <form noValidate className="flex flex-col gap-4" onSubmit={form.handleSubmit((values) => add.mutate(values))}>
        <DialogHeader>
          <DialogTitle>{t("addTitle")}</DialogTitle>
          <DialogDescription>{t("addText")}</DialogDescription>
        </DialogHeader>
        <ErrorSummary
          labels={{ email: t("email"), name: t("fullName"), role: t("role") }}
          error={add.error && !isAboutField ? errorText(add.error) : undefined}
        />
        <FormField
          control={form.control}
          name="email"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("email")}</FormLabel>
              <FormControl>
                <Input {...field} type="email" autoComplete="off" />
              </FormControl>
              <FormMessage />
            </FormItem>
          )}
        />
        <FormField
          control={form.control}
          name="name"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("fullName")}</FormLabel>
              <FormControl>
                <Input {...field} autoComplete="off" />
              </FormControl>
              <FormMessage />
            </FormItem>
          )}
        />
        <FormField
          control={form.control}
          name="role"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("role")}</FormLabel>
              <Select value={field.value} onValueChange={(value) => field.onChange(roleSchema.parse(value))}>
                <FormControl>
                  <SelectTrigger>
                    <SelectValue />
                  </SelectTrigger>
                </FormControl>
                <SelectContent>
                  {ROLES.filter((role) => mayGrant(session.role, role)).map((role) => (
                    <SelectItem key={role} value={role}>
                      {states(`roles.${role}`)}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
              <FormDescription>{t(`roleTexts.${field.value}`)}</FormDescription>
              <FormMessage />
            </FormItem>
          )}
        />
        <DialogFooter>
          <Button variant="outline" onClick={onCancel}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={add.isPending}>
            {t("add")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}
