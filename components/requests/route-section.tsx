"use client";

import { useTranslations } from "use-intl";
import { CandidatesTable } from "@/components/routing/route-answer-view";
import { RouteToday } from "@/components/routing/route-today";
import { configTier } from "@/lib/contracts/effective-config";
import type { RequestDetail } from "@/lib/contracts/request";
import { DetailSection } from "./detail-list";

/** Why this model and provider: how the name was read, and what became of each candidate. */
export function RouteSection({ request }: { request: RequestDetail }) {
  const t = useTranslations("requests.route");
  const tiers = useTranslations("configuration.tiers");
  const { route } = request;
  const tierName = (tier: string) => {
    const known = configTier.safeParse(tier);
    return known.success ? tiers(known.data) : tier;
  };
  return (
    <DetailSection title={t("title")}>
      {route === null ? (
        <p className="text-[13px] text-muted-foreground">{t("none")}</p>
      ) : (
        <>
          <p className="text-[13px]">
            {t(`asked.${askedOf(route.resolvedFrom)}`, { model: request.modelRequested })}{" "}
            <span className="text-muted-foreground">{t("from", { tier: tierName(route.tier) })}</span>
          </p>
          <CandidatesTable trace={route} />
          <RouteToday requestId={request.id} />
        </>
      )}
    </DetailSection>
  );
}

/** How the request named what it wanted, as a key of the messages. */
function askedOf(resolvedFrom: string) {
  switch (resolvedFrom) {
    case "auto":
    case "profile":
    case "processor":
      return resolvedFrom;
    case "provider/model":
      return "qualified";
    default:
      return "model";
  }
}
