"use client";

import { useFormatter, useLocale, useTranslations } from "use-intl";
import { roundNanoUsd } from "@/components/shared/round-nano-usd";
import { modelType } from "@/lib/contracts/model-type";
import { formatNanoUsd } from "@/lib/contracts/money";
import { requestStatus } from "@/lib/contracts/request";
import type { UsageBucket, UsageGroup } from "@/lib/contracts/usage";
import { NONE_KEY, OTHER_KEY } from "./usage-figures";
import type { UsageMetric } from "./usage-search";

/** How the usage page writes values, buckets and groups in the reader's language and the organization's zone. */
export function useUsageFormat() {
  const t = useTranslations("usage");
  const types = useTranslations("playground.tabs");
  const statuses = useTranslations("requests.statuses");
  const format = useFormatter();
  const locale = useLocale();
  return {
    value: (value: bigint, metric: UsageMetric): string =>
      metric === "cost" ? `$${withCents(formatNanoUsd(roundNanoUsd(value), locale))}` : format.number(value),
    axis: (drawn: number, metric: UsageMetric): string => {
      const amount = format.number(drawn, { notation: "compact", maximumSignificantDigits: 3 });
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
      return label;
    },
  };
}

function withCents(amount: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}
