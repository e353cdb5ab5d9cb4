"use client";

import { useFormatter, useTranslations } from "use-intl";
import { SmallHatch } from "@/components/usage/small-hatch";
import type { MeteredFigures } from "@/lib/contracts/invoice-check";

/** The share of requests without a price, or with estimated usage: what can't agree with any invoice. Nothing where there is none. */
export function ShareHatch({ metered }: { metered: MeteredFigures }) {
  const t = useTranslations("invoices");
  const format = useFormatter();
  const { requests, unpricedCount, estimatedCount } = metered;
  if (requests === 0 || unpricedCount + estimatedCount === 0) return null;
  const share = (count: number) => format.number(count / requests, { style: "percent", maximumFractionDigits: 1 });
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted-foreground">
      {unpricedCount > 0 ? (
        <span className="flex items-center gap-1.5">
          <SmallHatch /> {t("unpricedShare", { share: share(unpricedCount), count: unpricedCount })}
        </span>
      ) : null}
      {estimatedCount > 0 ? (
        <span className="flex items-center gap-1.5">
          <SmallHatch /> {t("estimatedShare", { share: share(estimatedCount), count: estimatedCount })}
        </span>
      ) : null}
    </p>
  );
}
