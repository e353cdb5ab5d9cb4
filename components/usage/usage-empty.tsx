"use client";

import { ChartNoAxesCombined } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Button } from "@/components/ui/button";
import type { TimeRange } from "./time-range";

const WIDER: Partial<Record<TimeRange, TimeRange>> = { "24h": "7d", "7d": "30d", month: "30d", custom: "30d" };

/** No request in the range: widen it, or make the first one. */
export function UsageEmpty({ range, onWiden }: { range: TimeRange; onWiden: (range: TimeRange) => void }) {
  const t = useTranslations("usage");
  const path = useTenantPath();
  const wider = WIDER[range];
  return (
    <DataState
      icon={ChartNoAxesCombined}
      title={t("empty.title")}
      text={t("empty.text")}
      action={
        <>
          {wider ? (
            <Button variant="outline" onClick={() => onWiden(wider)}>
              {t("empty.widen", { range: t(`range.${wider}`) })}
            </Button>
          ) : null}
          <Button asChild>
            <Link href={path("/playground")}>{t("empty.playground")}</Link>
          </Button>
        </>
      }
    />
  );
}
