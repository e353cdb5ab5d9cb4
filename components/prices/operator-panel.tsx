"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { RelativeTime } from "@/components/shared/relative-time";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { OperatorPricesView } from "@/lib/contracts/price-book";
import { Choice } from "./choice";

/** What the operator sets for every organization: prices for whatever a provider sells, and rates of exchange. */
export function OperatorPanel() {
  const t = useTranslations("prices.operator");
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.prices.operator.queryOptions());
  return (
    <div className="flex flex-col gap-8">
      {data.refused.length > 0 ? (
        <section role="status" className="rounded-md bg-warning-soft px-3 py-2 text-[13px] text-warning">
          <p className="font-medium">{t("refusedTitle")}</p>
          <ul className="list-disc pl-4">
            {data.refused.map(({ provider, model, unit, known, offered }) => (
              <li key={`${provider} ${model} ${unit}`}>
                {t("refusedLine", { model: `${provider}/${model}`, known: known || "–", offered })}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <ProviderPrices data={data} />
      <Rates data={data} />
    </div>
  );
}

function useSaved() {
  const t = useTranslations("prices.operator");
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  return {
    onSuccess: () => void toast.success(t("saved")),
    onError: (error: unknown) => void toast.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries(),
  };
}

function ProviderPrices({ data }: { data: OperatorPricesView }) {
  const t = useTranslations("prices.operator");
  const trpc = useTRPC();
  const save = useMutation(trpc.prices.setProviderPrice.mutationOptions(useSaved()));
  const [texts, setTexts] = useState({ provider: data.providers[0]?.provider ?? "", input: "", output: "" });
  const priced = data.providers.filter(({ price }) => price !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({
      provider: texts.provider,
      price: { currency: "USD", inputPerMillion: texts.input.trim(), outputPerMillion: texts.output.trim() },
    });
  };
  return (
    <section className="flex flex-col gap-3">
      <div>
        <h2 className="text-[13px] font-semibold">{t("providerTitle")}</h2>
        <p className="text-xs text-muted-foreground">{t("providerText")}</p>
      </div>
      <form noValidate onSubmit={submit} className="grid items-end gap-3 sm:grid-cols-4">
        <Choice
          label={t("provider")}
          value={texts.provider}
          options={data.providers.map(({ provider, displayName }) => ({ value: provider, label: displayName }))}
          onChange={(provider) => setTexts({ ...texts, provider })}
        />
        <Text label={t("input")} value={texts.input} onChange={(input) => setTexts({ ...texts, input })} />
        <Text label={t("output")} value={texts.output} onChange={(output) => setTexts({ ...texts, output })} />
        <Button type="submit" isPending={save.isPending}>
          {t("save")}
        </Button>
      </form>
      {priced.length > 0 ? (
        <Table aria-label={t("providerTitle")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("provider")}</TableHead>
              <TableHead className="text-right">{t("input")}</TableHead>
              <TableHead className="text-right">{t("output")}</TableHead>
              <TableHead>{t("since")}</TableHead>
              <TableHead>
                <span className="sr-only">{t("remove")}</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {priced.map(({ provider, displayName, price }) => (
              <TableRow key={provider}>
                <TableCell>{displayName}</TableCell>
                <TableCell className="text-right tabular-nums">
                  {price?.inputPerMillion} {price?.currency}
                </TableCell>
                <TableCell className="text-right tabular-nums">
                  {price?.outputPerMillion} {price?.currency}
                </TableCell>
                <TableCell>{price ? <RelativeTime date={price.lastUpdated} /> : null}</TableCell>
                <TableCell className="text-right">
                  <Button
                    variant="ghost"
                    size="sm"
                    aria-label={t("removeOf", { provider: displayName })}
                    onClick={() => save.mutate({ provider, price: null })}
                  >
                    {t("remove")}
                  </Button>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : null}
    </section>
  );
}

function Rates({ data }: { data: OperatorPricesView }) {
  const t = useTranslations("prices.operator");
  const trpc = useTRPC();
  const save = useMutation(trpc.prices.setCurrencyRate.mutationOptions(useSaved()));
  const [texts, setTexts] = useState({ currency: "CNY", asOf: "", usdPerUnit: "", source: "" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(texts);
  };
  return (
    <section className="flex flex-col gap-3">
      <div>
        <h2 className="text-[13px] font-semibold">{t("ratesTitle")}</h2>
        <p className="text-xs text-muted-foreground">{t("ratesText")}</p>
      </div>
      <form noValidate onSubmit={submit} className="grid items-end gap-3 sm:grid-cols-5">
        <Text
          label={t("currency")}
          value={texts.currency}
          onChange={(currency) => setTexts({ ...texts, currency: currency.toUpperCase() })}
        />
        <Text label={t("asOf")} type="date" value={texts.asOf} onChange={(asOf) => setTexts({ ...texts, asOf })} />
        <Text
          label={t("usdPerUnit")}
          value={texts.usdPerUnit}
          onChange={(usdPerUnit) => setTexts({ ...texts, usdPerUnit })}
        />
        <Text label={t("source")} value={texts.source} onChange={(source) => setTexts({ ...texts, source })} />
        <Button type="submit" isPending={save.isPending}>
          {t("save")}
        </Button>
      </form>
      <Table aria-label={t("ratesTitle")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("currency")}</TableHead>
            <TableHead>{t("asOf")}</TableHead>
            <TableHead className="text-right">{t("usdPerUnit")}</TableHead>
            <TableHead>{t("source")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {data.rates.map((rate) => (
            <TableRow key={`${rate.currency} ${rate.asOf}`}>
              <TableCell>{rate.currency}</TableCell>
              <TableCell className="tabular-nums">{rate.asOf}</TableCell>
              <TableCell className="text-right tabular-nums">{rate.usdPerUnit}</TableCell>
              <TableCell className="text-muted-foreground">{rate.source}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

interface TextProps {
  label: string;
  value: string;
  type?: "text" | "date";
  onChange: (text: string) => void;
}

function Text({ label, value, type = "text", onChange }: TextProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input id={id} type={type} value={value} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
