"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { applyFieldErrors } from "@/components/shared/apply-field-errors";
import { ErrorSummary } from "@/components/shared/error-summary";
import { RoleField } from "@/components/shared/role-field";
import { useSession } from "@/components/shared/session";
import { readSluiceError } from "@/components/shared/sluice-error";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import type { Role } from "@/lib/contracts/permissions";
import { addMemberInput } from "@/lib/contracts/tenant";
import type { Added } from "./added";

const FIELDS = ["email", "name", "role"] as const;
const FIRST_ROLE: Role = "developer";

export function AddMemberForm({ onAdded, onCancel }: { onAdded: (added: Added) => void; onCancel: () => void }) {
  const t = useTranslations("members");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const _session = useSession();
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
        <TextField name="email" label={t("email")} type="email" />
        <TextField name="name" label={t("fullName")} />
        <RoleField label={t("role")} describe={(role) => t(`roleTexts.${role}`)} />
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
