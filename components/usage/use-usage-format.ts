"use client";

import { useFormatter, useLocale, useTranslations } from "use-intl";
import { roundNanoUsd } from "@/components/shared/round-nano-usd";
import { modelType } from "@/lib/contracts/model-type";
import { formatNanoUsd } from "@/lib/contracts/money";
import { requestSource, requestStatus } from "@/lib/contracts/request";
import type { UsageBucket, UsageGroup } from "@/lib/contracts/usage";
import { isAdditive, NONE_KEY, OTHER_KEY } from "./usage-figures";
import type { UsageMetric } from "./usage-search";

/** How the usage page writes values, buckets and groups in the reader's language and the organization's zone. */
export function useUsageFormat() {
  const t = useTranslations("usage");
  const types = useTranslations("playground.tabs");
  const statuses = useTranslations("requests.statuses");
  const sources = useTranslations("requests.sources");
  const format = useFormatter();
  const locale = useLocale();
  const write = (value: bigint, metric: UsageMetric): string => {
    if (metric === "cost") return `$${withCents(formatNanoUsd(roundNanoUsd(value), locale))}`;
    return isAdditive(metric) ? format.number(value) : t("tiles.milliseconds", { ms: format.number(value) });
  };
  return {
    value: write,
    /** A value as it is drawn, such as a forecast: rounded to what is worth reading. */
    drawn: (drawn: number, metric: UsageMetric): string =>
      write(BigInt(Math.round(metric === "cost" ? drawn * 1e9 : drawn)), metric),
    axis: (drawn: number, metric: UsageMetric): string => {
      const amount = format.number(drawn, { notation: "compact", maximumSignificantDigits: 3 });
      if (!isAdditive(metric)) return t("tiles.milliseconds", { ms: amount });
      return metric === "cost" ? `$${amount}` : amount;
    },
    bucket: (start: Date, bucket: UsageBucket): string => {
      if (bucket === "hour")
        return format.dateTime(start, {
          month: "short",
          day: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
        });
      if (bucket === "month") return format.dateTime(start, { year: "numeric", month: "short" });
      const day = format.dateTime(start, { month: "short", day: "numeric" });
      return bucket === "week" ? t("weekOf", { day }) : day;
    },
    tick: (start: Date, bucket: UsageBucket): string => {
      if (bucket === "hour") return format.dateTime(start, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      if (bucket === "month") return format.dateTime(start, { year: "2-digit", month: "short" });
      return format.dateTime(start, { month: "short", day: "numeric" });
    },
    group: (key: string, label: string, group: UsageGroup): string => {
      if (key === NONE_KEY) return t(`none.${group}`);
      if (key === OTHER_KEY) return t("other");
      if (group === "model_type") {
        const type = modelType.safeParse(key);
        if (type.success) return types(type.data);
      }
      if (group === "status") {
        const status = requestStatus.safeParse(key);
        if (status.success) return statuses(status.data);
      }
      if (group === "source") {
        const source = requestSource.safeParse(key);
        if (source.success) return sources(source.data);
      }
      return label;
    },
  };
}

function withCents(amount: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}
