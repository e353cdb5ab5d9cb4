"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import type { CostEstimate } from "@/lib/contracts/profile";

/** An estimate as an interval, with what it rests on. */
export function CostInterval({ estimate, times = 1n }: { estimate: CostEstimate; times?: bigint }) {
  const t = useTranslations("configuration.profiles");
  const format = useFormatter();
  const { lowNanoUsd, highNanoUsd, basis, callCount, inputTokens, outputTokens } = estimate;
  if (lowNanoUsd === null || highNanoUsd === null)
    return <span className="text-muted-foreground">{t("cannotEstimate")}</span>;
  const range = ([low, high]: readonly [number, number]) => `${format.number(low)}–${format.number(high)}`;
  return (
    <div>
      <Money nanoUsd={BigInt(lowNanoUsd) * times} /> – <Money nanoUsd={BigInt(highNanoUsd) * times} />
      <div className="text-xs text-muted-foreground">
        {basis === "measured"
          ? t("measured", { count: callCount })
          : t("assumed", { input: range(inputTokens), output: range(outputTokens) })}
      </div>
    </div>
  );
}
