"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import { PinRouteTest } from "./pin-route-test";
import { FlipList } from "./route-answer-view";

/** The same request asked of today's configuration: whether it would go elsewhere, and what would flip it. */
export function RouteToday({ requestId }: { requestId: string }) {
  const t = useTranslations("routing");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.routing.explain.queryOptions({ id: requestId }));
  if (!data) return null;
  const { today, question, isSameChoice, isSameConfig } = data;
  const first = today.error ? undefined : today.trace?.candidates[0];
  return (
    <div className="flex flex-col gap-2 text-[13px]">
      <h4 className="font-medium">{t("today")}</h4>
      <p>
        {isSameChoice
          ? t("sameToday")
          : first
            ? t("otherToday", { model: first.model, provider: first.providerConfigName })
            : t("refusedToday", { reason: today.error?.message ?? "" })}{" "}
        {isSameConfig === null ? null : isSameConfig ? t("configSame") : t("configChanged")}
      </p>
      <h4 className="font-medium">{t("flips")}</h4>
      <FlipList flips={today.flips} />
      {first ? (
        <span>
          <PinRouteTest
            name={`${question.model}${question.taskType ? ` · ${question.taskType}` : ""} → ${first.model}`}
            question={question}
            expected={{ model: first.model, providerConfigName: first.providerConfigName }}
          />
        </span>
      ) : null}
    </div>
  );
}
