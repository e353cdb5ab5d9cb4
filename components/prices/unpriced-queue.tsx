"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useQueryStates } from "nuqs";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { isPricedUnit, MAIN_UNITS } from "@/components/models/unit-price";
import { usePriceSource } from "@/components/models/use-price-source";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { type PriceDocument, unpricedPolicy } from "@/lib/contracts/price";
import type { UnpricedModel } from "@/lib/contracts/price-book";
import { Choice } from "./choice";
import { pricesSearch } from "./prices-search";

/** Models whose calls are counted without a price, what would mend each, and what becomes of such calls meanwhile. */
export function UnpricedQueue() {
  const t = useTranslations("prices.queue");
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.prices.unpriced.queryOptions());
  return (
    <div className="flex flex-col gap-4">
      <Policy policy={data.policy} />
      {data.models.length === 0 ? (
        <DataState icon={CircleCheck} title={t("emptyTitle")} text={t("emptyText")} />
      ) : (
        <Table aria-label={t("label")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("model")}</TableHead>
              <TableHead>{t("why")}</TableHead>
              <TableHead className="text-right">{t("attempts")}</TableHead>
              <TableHead>{t("lastUsed")}</TableHead>
              <TableHead>{t("fix")}</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {data.models.map((model) => (
              <QueueRow key={model.modelRowId} model={model} />
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}

function Policy({ policy }: { policy: "block" | "warn" | "estimate" }) {
  const t = useTranslations("prices.queue");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { isAllowed, reason } = usePermission("models.write");
  const change = useMutation(
    trpc.prices.setPolicy.mutationOptions({
      onSuccess: () => toast.success(t("policySaved")),
      onError: (error) => toast.error(errorText(error)),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <section className="flex flex-col gap-2 rounded-lg border bg-card p-4">
      <div className="max-w-72">
        {isAllowed ? (
          <Choice
            label={t("policy")}
            value={policy}
            options={unpricedPolicy.options.map((each) => ({ value: each, label: t(`policies.${each}`) }))}
            onChange={(value) => change.mutate({ policy: unpricedPolicy.parse(value) })}
          />
        ) : (
          <p className="text-[13px]">
            <span className="font-medium">{t("policy")}:</span> {t(`policies.${policy}`)}
          </p>
        )}
      </div>
      <p className="text-xs text-muted-foreground">{t(`policyTexts.${policy}`)}</p>
      {reason ? <p className="text-xs text-muted-foreground">{reason}</p> : null}
    </section>
  );
}

function QueueRow({ model }: { model: UnpricedModel }) {
  const t = useTranslations("prices");
  const units = useTranslations("models.price.units");
  const format = useFormatter();
  const missing = model.missingUnits.map((unit) => (isPricedUnit(unit) ? units(unit) : unit));
  return (
    <TableRow>
      <th scope="row" className="max-w-64 px-3 py-1.5 text-left font-normal">
        <span className="block truncate font-medium">{model.displayName}</span>
        <span className="block truncate text-xs text-muted-foreground">{model.providerConfigName}</span>
      </th>
      <TableCell className="whitespace-normal">
        <Badge variant="warning">{t(`queue.reasons.${model.reason}`)}</Badge>
        {missing.length > 0 ? (
          <span className="block pt-0.5 text-xs text-muted-foreground">
            {t("queue.missing", { units: format.list(missing) })}
          </span>
        ) : null}
        {model.refused ? (
          <span className="block pt-0.5 text-xs text-muted-foreground">
            {t(`refusal.${model.refused.reason}`, {
              offered: model.refused.offered,
              known: model.refused.known || "–",
            })}
          </span>
        ) : null}
      </TableCell>
      <TableCell className="text-right tabular-nums">{format.number(model.unpricedAttempts)}</TableCell>
      <TableCell>{model.lastUsedAt ? <RelativeTime date={model.lastUsedAt} /> : "–"}</TableCell>
      <TableCell>
        <Fixes model={model} />
      </TableCell>
    </TableRow>
  );
}

/** One press each: take over a price that is known elsewhere, say that it is free, enter one, or charge again. */
function Fixes({ model }: { model: UnpricedModel }) {
  const t = useTranslations("prices.queue");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const sourceText = usePriceSource();
  const { reason } = usePermission("models.write");
  const [, setSearch] = useQueryStates(pricesSearch);
  const settled = {
    onSuccess: () => toast.success(t("fixed", { model: model.displayName })),
    onError: (error: unknown) => toast.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries(),
  };
  const set = useMutation(trpc.prices.setOverride.mutationOptions(settled));
  const accept = useMutation(trpc.prices.acceptRefused.mutationOptions(settled));
  const take = (document: PriceDocument) => set.mutate({ modelRowId: model.modelRowId, document });
  const isPending = set.isPending || accept.isPending;
  const isWithoutPrice = model.reason === "no_price" || model.reason === "estimated";
  return (
    <span className="flex flex-wrap gap-1.5">
      {model.suggestions.map(({ source, document }) => (
        <GuardedButton
          key={source}
          size="sm"
          variant="outline"
          reason={reason}
          disabled={isPending}
          onClick={() => take(document)}
        >
          {t("use", { source: sourceText(source) })}
        </GuardedButton>
      ))}
      {model.refused?.reason === "too_far_off" ? (
        <GuardedButton
          size="sm"
          variant="outline"
          reason={reason}
          disabled={isPending}
          onClick={() => accept.mutate({ modelRowId: model.modelRowId })}
        >
          {t("accept", { price: model.refused.offered })}
        </GuardedButton>
      ) : null}
      {isWithoutPrice ? (
        <GuardedButton
          size="sm"
          variant="ghost"
          reason={reason}
          disabled={isPending}
          onClick={() =>
            take({
              currency: "USD",
              unitsPerMillion: Object.fromEntries(MAIN_UNITS[model.type].map((unit) => [unit, "0"])),
              tiers: [],
              minimumUnits: {},
            })
          }
        >
          {t("free")}
        </GuardedButton>
      ) : null}
      <GuardedButton
        size="sm"
        variant="ghost"
        reason={reason}
        onClick={() => void setSearch({ tab: "book", model: model.modelRowId })}
      >
        {t("enter")}
      </GuardedButton>
      {model.unpricedAttempts > 0 && !isWithoutPrice ? (
        <GuardedButton
          size="sm"
          variant="ghost"
          reason={reason}
          onClick={() => void setSearch({ tab: "repricing", reprice: model.modelRowId })}
        >
          {t("reprice")}
        </GuardedButton>
      ) : null}
    </span>
  );
}
