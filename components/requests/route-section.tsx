"use client";

import { ArrowDownToLine, CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "use-intl";
import { StatusBadge } from "@/components/shared/status-badge";
import type { RequestDetail, RouteTrace } from "@/lib/contracts/request";
import { DetailSection } from "./detail-list";

/** Why this model and provider: how the name was read, and what became of each candidate. */
export function RouteSection({ request }: { request: RequestDetail }) {
  const t = useTranslations("requests.route");
  const { route } = request;
  return (
    <DetailSection title={t("title")}>
      {route === null ? (
        <p className="text-[13px] text-muted-foreground">{t("none")}</p>
      ) : (
        <>
          <p className="text-[13px]">
            {route.resolvedFrom === "auto"
              ? t("auto")
              : route.resolvedFrom === "provider/model"
                ? t("qualified", { model: request.modelRequested })
                : t("model", { model: request.modelRequested })}{" "}
            <span className="text-muted-foreground">
              {route.tier === "request" ? t("tierRequest") : t("tierDefault")}
            </span>
          </p>
          <ol aria-label={t("candidates")} className="flex flex-col divide-y rounded-md border">
            {route.candidates.map((candidate) => (
              <li
                key={`${candidate.providerConfigId} ${candidate.model}`}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-[13px]"
              >
                <Outcome outcome={candidate.outcome} />
                <span className="font-mono text-xs">{candidate.model}</span>
                <span className="text-muted-foreground">
                  {candidate.providerConfigName === candidate.provider
                    ? candidate.provider
                    : `${candidate.provider} · ${candidate.providerConfigName}`}
                </span>
                {candidate.reason ? (
                  <p className="basis-full text-xs text-muted-foreground">{candidate.reason}</p>
                ) : null}
              </li>
            ))}
          </ol>
        </>
      )}
    </DetailSection>
  );
}

function Outcome({ outcome }: { outcome: RouteTrace["candidates"][number]["outcome"] }) {
  const t = useTranslations("requests.route");
  const looks = {
    chosen: { tone: "success", icon: CircleCheck },
    fallback: { tone: "neutral", icon: ArrowDownToLine },
    rejected: { tone: "warning", icon: CircleX },
  } as const;
  return <StatusBadge {...looks[outcome]}>{t(`outcomes.${outcome}`)}</StatusBadge>;
}
