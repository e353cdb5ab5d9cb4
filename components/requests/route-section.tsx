"use client";

import { useTranslations } from "use-intl";
import { CandidatesTable } from "@/components/routing/route-answer-view";
import { RouteToday } from "@/components/routing/route-today";
import type { RequestDetail } from "@/lib/contracts/request";
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
          <CandidatesTable trace={route} />
          <RouteToday requestId={request.id} />
        </>
      )}
    </DetailSection>
  );
}
