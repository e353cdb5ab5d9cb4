"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import type { RoutingPolicy } from "@/lib/contracts/routing";
import { NumberField } from "./number-field";

const MOST = 1_000_000;

/** The share of each provider config, for the weighted strategy. */
export function SharesFields({
  shares,
  onChange,
}: {
  shares: RoutingPolicy["shares"];
  onChange: (shares: RoutingPolicy["shares"]) => void;
}) {
  const t = useTranslations("routing");
  const trpc = useTRPC();
  // Without suspense: a form that stood aside while it loads would forget what was typed.
  const { data: cards = [] } = useQuery(trpc.providers.list.queryOptions());
  // A share of a config that is gone stays until somebody takes it out.
  const names = [
    ...new Set([...cards.flatMap(({ configs }) => configs.map(({ name }) => name)), ...Object.keys(shares)]),
  ];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">{t("shares")}</legend>
      <div className="flex flex-wrap gap-4">
        {names.map((name) => (
          <NumberField
            key={name}
            label={name}
            value={shares[name] ?? 1}
            max={MOST}
            onChange={(share) => onChange({ ...shares, [name]: share })}
          />
        ))}
      </div>
      <p className="text-xs text-muted-foreground">{t("sharesHelp")}</p>
    </fieldset>
  );
}
