"use client";

import { TriangleAlert } from "lucide-react";
import { type ControllerRenderProps, useFormContext, useWatch } from "react-hook-form";
import { useLocale, useTranslations } from "use-intl";
import { SecretInput } from "@/components/shared/secret-input";
import { FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import type { CredentialField, ProviderView } from "@/lib/contracts/provider";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { type ConfigFormValues, fieldKey } from "./config-form-values";
import { hasChangedAddress, keptSecret } from "./find-form-faults";
import { usePreviewUrl } from "./use-preview-url";
import { warnAboutAddress } from "./warn-about-address";

/** Of a short secret not even the ending is kept. */
const UNKNOWN_ENDING = "••••";

export interface CredentialInputProps {
  provider: ProviderView;
  config: ProviderConfigView | null;
  field: CredentialField;
}

/** One field of a provider's form, by its kind. */
export function CredentialInput({ provider, config, field }: CredentialInputProps) {
  const t = useTranslations("providers.dialog");
  const locale = useLocale();
  const { control } = useFormContext<ConfigFormValues>();
  const key = fieldKey(field);
  const label = field.label[locale];
  return (
    <FormField
      control={control}
      name={key}
      render={({ field: input }) => (
        <FormItem>
          <FormLabel>
            {label}
            {field.isRequired || (field.kind === "secret" && keptSecret(config, field) !== null) ? null : (
              <span className="font-normal text-muted-foreground"> · {t("optional")}</span>
            )}
          </FormLabel>
          {field.kind === "secret" ? (
            <SecretControl provider={provider} config={config} field={field} input={input} />
          ) : (
            <FormControl>
              <Input
                {...input}
                type={field.kind === "url" ? "url" : "text"}
                inputMode={field.kind === "url" ? "url" : undefined}
                placeholder={field.placeholder ?? (field.kind === "url" ? (provider.defaultBaseUrl ?? "") : undefined)}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                className={field.kind === "url" ? "font-mono text-[13px]" : undefined}
              />
            </FormControl>
          )}
          {field.kind === "secret" ? null : (
            <FormDescription className="empty:hidden">{field.help?.[locale]}</FormDescription>
          )}
          {field.kind === "url" ? <AddressHints provider={provider} name={key} /> : null}
          <FormMessage />
        </FormItem>
      )}
    />
  );
}

interface SecretControlProps extends CredentialInputProps {
  input: ControllerRenderProps<ConfigFormValues, string>;
}

function SecretControl({ provider, config, field, input }: SecretControlProps) {
  const t = useTranslations("providers.dialog");
  const locale = useLocale();
  const { resetField } = useFormContext<ConfigFormValues>();
  const values = useWatch<ConfigFormValues>();
  const lastFour = keptSecret(config, field);
  const isMoved = lastFour !== null && hasChangedAddress(provider, config, compact(values));
  const isUnreadable = config?.status === "undecryptable";
  const help = isMoved
    ? t("secretNeeded")
    : isUnreadable
      ? t("secretUnreadable")
      : lastFour !== null
        ? t("keepSecret", { label: field.label[locale], lastFour: lastFour || UNKNOWN_ENDING })
        : field.help?.[locale];
  return (
    <>
      <FormControl>
        <SecretInput
          // The kept secret's box gives way to an open field when the stored one may not be kept.
          key={isMoved ? "again" : "kept"}
          {...input}
          placeholder={field.placeholder}
          isMultiline={field.isMultiline}
          storedLastFour={isMoved || lastFour === null ? undefined : lastFour || UNKNOWN_ENDING}
          onClear={() => resetField(input.name)}
        />
      </FormControl>
      <FormDescription className={isMoved ? "text-warning" : "empty:hidden"}>{help}</FormDescription>
    </>
  );
}

function AddressHints({ provider, name }: { provider: ProviderView; name: string }) {
  const t = useTranslations("providers.dialog");
  const typed = useWatch<ConfigFormValues>({ name }) ?? "";
  const preview = usePreviewUrl(provider);
  const warning = warnAboutAddress({ typed, preview, own: provider.defaultBaseUrl });
  return (
    <div aria-live="polite" className="flex flex-col gap-1 text-xs empty:hidden">
      {preview ? (
        <p className="text-muted-foreground">
          {t("preview")} <span className="font-mono break-all text-foreground">{preview}</span>
        </p>
      ) : null}
      {warning ? (
        <p className="flex items-center gap-1.5 text-warning">
          <TriangleAlert className="size-3.5 shrink-0" aria-hidden />
          {t(`addressWarnings.${warning}`)}
        </p>
      ) : null}
    </div>
  );
}

/** What a form watches may lack fields that are not drawn yet. */
function compact(values: Partial<ConfigFormValues>): ConfigFormValues {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? ""]));
}
