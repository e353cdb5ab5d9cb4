"use client";

import { useTranslations } from "use-intl";
import type { DEFAULT_WEIGHTS, ScoreWeights } from "@/lib/contracts/routing";
import { NumberField } from "./number-field";

const PARTS = ["bestFor", "priority", "cost", "latency"] as const satisfies readonly (keyof typeof DEFAULT_WEIGHTS)[];

/** How much each feature counts in the balanced score. */
export function WeightsFields({
  weights,
  onChange,
}: {
  weights: ScoreWeights;
  onChange: (weights: ScoreWeights) => void;
}) {
  const t = useTranslations("routing");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">{t("weights")}</legend>
      <div className="flex flex-wrap gap-4">
        {PARTS.map((part) => (
          <NumberField
            key={part}
            label={t(`weightNames.${part}`)}
            value={weights[part]}
            onChange={(value) => onChange({ ...weights, [part]: value })}
          />
        ))}
      </div>
      <p className="text-xs text-muted-foreground">{t("weightsHelp")}</p>
    </fieldset>
  );
}
