"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { RoleField } from "@/components/shared/role-field";
import { useSession } from "@/components/shared/session";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Form, FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { type CreateApiKeyResult, createApiKeyInput } from "@/lib/contracts/api-key";
import { mayGrant } from "@/lib/contracts/permissions";
import { ApiKeyRoutingFields } from "./api-key-routing-fields";

const EXPIRY_DAYS = [7, 30, 90, 365] as const;
const NEVER = "never";

export interface ApiKeyFormProps {
  onCreated: (created: CreateApiKeyResult) => void;
  onCancel: () => void;
}

export function ApiKeyForm({ onCreated, onCancel }: ApiKeyFormProps) {
  const t = useTranslations("apiKeys");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const session = useSession();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: useZodResolver(createApiKeyInput),
    defaultValues: {
      name: "",
      role: mayGrant(session.role, "developer") ? ("developer" as const) : session.role,
      expiresInDays: 90,
      defaultProfile: null,
      defaultProcessor: null,
      allowedModels: [],
    },
    shouldFocusError: false,
  });
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      // The answer holds the key: it must not linger in the cache.
      gcTime: 0,
      onSuccess: async (created) => {
        onCreated(created);
        await Promise.all([
          queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
          queryClient.invalidateQueries(trpc.overview.get.queryFilter()),
        ]);
      },
      onError: (error) => applyFieldErrors(form, error, ["name", "role", "expiresInDays"]),
    }),
  );
  const [defaultProfile = null, defaultProcessor = null, allowedModels = []] = form.watch([
    "defaultProfile",
    "defaultProcessor",
    "allowedModels",
  ]);
  return (
    <Form {...form}>
      <form noValidate className="flex flex-col gap-4" onSubmit={form.handleSubmit((values) => create.mutate(values))}>
        <DialogHeader>
          <DialogTitle>{t("createTitle")}</DialogTitle>
          <DialogDescription>{t("createText")}</DialogDescription>
        </DialogHeader>
        <ErrorSummary
          labels={{ name: t("name"), role: t("role"), expiresInDays: t("expiry") }}
          error={create.error ? errorText(create.error) : undefined}
        />
        <TextField name="name" label={t("name")} help={t("nameHelp")} />
        <RoleField label={t("role")} describe={(role) => t(`roleTexts.${role}`)} />
        <FormField
          control={form.control}
          name="expiresInDays"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("expiry")}</FormLabel>
              <Select
                value={field.value === null ? NEVER : String(field.value)}
                onValueChange={(value) => field.onChange(value === NEVER ? null : Number(value))}
              >
                <FormControl>
                  <SelectTrigger>
                    <SelectValue />
                  </SelectTrigger>
                </FormControl>
                <SelectContent>
                  {EXPIRY_DAYS.map((days) => (
                    <SelectItem key={days} value={String(days)}>
                      {t("days", { count: days })}
                    </SelectItem>
                  ))}
                  <SelectItem value={NEVER}>{t("never")}</SelectItem>
                </SelectContent>
              </Select>
              <FormDescription>{t("expiryHelp")}</FormDescription>
              <FormMessage />
            </FormItem>
          )}
        />
        <QueryBoundary fallback={<TableSkeleton rows={3} label={states("loading")} />}>
          <ApiKeyRoutingFields
            value={{ defaultProfile, defaultProcessor, allowedModels }}
            onChange={(routing) => {
              form.setValue("defaultProfile", routing.defaultProfile);
              form.setValue("defaultProcessor", routing.defaultProcessor);
              form.setValue("allowedModels", routing.allowedModels);
            }}
          />
        </QueryBoundary>
        <DialogFooter>
          <Button variant="outline" onClick={onCancel}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={create.isPending}>
            {t("create")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}
