"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "@/components/shared/error-summary";
import { SecretInput } from "@/components/shared/secret-input";
import { readSluiceError } from "@/components/shared/sluice-error";
import { TextField } from "@/components/shared/text-field";
import { useErrorText } from "@/components/shared/use-error-text";
import { useZodResolver } from "@/components/shared/use-zod-resolver";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Form, FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { channelKind } from "@/lib/contracts/alert";
import { channelForm, toChannelInput } from "./channel-form-values";
import { SelectField } from "./select-field";

export interface ChannelFormProps {
  onCreated: (signingSecret: string | null) => void;
  onCancel: () => void;
}

export function ChannelForm({ onCreated, onCancel }: ChannelFormProps) {
  const t = useTranslations("alerts");
  const states = useTranslations("states");
  const switchId = useId();
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(trpc.alertChannels.list.queryOptions());
  const form = useForm({
    resolver: useZodResolver(channelForm),
    defaultValues: {
      name: "",
      kind: data.isMailReady ? ("email" as const) : ("webhook" as const),
      recipients: "",
      url: "",
      isDefault: data.channels.length === 0,
    },
    shouldFocusError: false,
  });
  const create = useMutation(
    trpc.alertChannels.create.mutationOptions({
      // The answer may hold a secret: it must not linger in the cache.
      gcTime: 0,
      onSuccess: async ({ signingSecret }) => {
        onCreated(signingSecret);
        await queryClient.invalidateQueries(trpc.alertChannels.pathFilter());
      },
      onError: (error) => {
        const { fields } = readSluiceError(error);
        if (fields.name) form.setError("name", { type: "server", message: fields.name });
        if (fields["target.url"]) form.setError("url", { type: "server", message: fields["target.url"] });
      },
    }),
  );
  const kind = form.watch("kind");
  return (
    <Form {...form}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((values) => create.mutate(toChannelInput(values)))}
      >
        <DialogHeader>
          <DialogTitle>{t("addChannel")}</DialogTitle>
          <DialogDescription>{t("channelText")}</DialogDescription>
        </DialogHeader>
        <ErrorSummary
          labels={{ name: t("name"), recipients: t("recipients"), url: t("url") }}
          error={create.error ? errorText(create.error) : undefined}
        />
        <TextField name="name" label={t("name")} help={t("channelNameHelp")} maxLength={100} />
        <SelectField
          name="kind"
          label={t("kind")}
          options={channelKind.options.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        {kind === "email" ? (
          <TextField
            name="recipients"
            label={t("recipients")}
            help={data.isMailReady ? t("recipientsHelp") : t("mailNotReady")}
          />
        ) : kind === "slack" ? (
          <FormField
            control={form.control}
            name="url"
            render={({ field }) => (
              <FormItem>
                <FormLabel>{t("slackUrl")}</FormLabel>
                <FormControl>
                  <SecretInput {...field} />
                </FormControl>
                <FormDescription>{t("slackHelp")}</FormDescription>
                <FormMessage />
              </FormItem>
            )}
          />
        ) : (
          <TextField name="url" type="url" label={t("url")} help={t("webhookHelp")} />
        )}
        <div className="flex items-center gap-2">
          <Switch
            id={switchId}
            checked={form.watch("isDefault")}
            onCheckedChange={(next) => form.setValue("isDefault", next)}
          />
          <Label htmlFor={switchId}>{t("getsOthersLong")}</Label>
        </div>
        <DialogFooter>
          <Button variant="outline" onClick={onCancel}>
            {states("cancel")}
          </Button>
          <Button type="submit" isPending={create.isPending}>
            {t("addChannel")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}
