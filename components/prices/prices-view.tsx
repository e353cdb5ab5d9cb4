"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { BookOpenText, CircleHelp, History, type LucideIcon, ShieldCheck } from "lucide-react";
import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { useSession } from "@/components/shared/session";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { OperatorPanel } from "./operator-panel";
import { PriceBook } from "./price-book";
import { PRICE_TABS, type PriceTab, pricesSearch } from "./prices-search";
import { RepricingPanel } from "./repricing-panel";
import { UnpricedQueue } from "./unpriced-queue";

const ICONS: Record<PriceTab, LucideIcon> = {
  book: BookOpenText,
  unpriced: CircleHelp,
  repricing: History,
  operator: ShieldCheck,
};
const PANELS: Record<PriceTab, () => ReactNode> = {
  book: PriceBook,
  unpriced: UnpricedQueue,
  repricing: RepricingPanel,
  operator: OperatorPanel,
};

/** What models cost and who says so; what has no price, and charging again once it has one. */
export function PricesView() {
  const t = useTranslations("prices");
  const pages = useTranslations("shell.pages");
  const { isOperator } = useSession().user;
  const [{ tab }, setSearch] = useQueryStates(pricesSearch);
  const tabs = PRICE_TABS.filter((each) => each !== "operator" || isOperator);
  const shown = tabs.includes(tab) ? tab : "book";
  return (
    <>
      <PageHeader title={pages("prices")} description={t("description")} />
      <Tabs
        value={shown}
        onValueChange={(value) => void setSearch({ tab: PRICE_TABS.find((each) => each === value) ?? "book" })}
      >
        <TabsList aria-label={t("tabsLabel")}>
          {tabs.map((each) => {
            const Icon = ICONS[each];
            return (
              <TabsTrigger key={each} value={each}>
                <Icon aria-hidden />
                {t(`tabs.${each}`)}
                {each === "unpriced" ? (
                  <QueryBoundary fallback={null}>
                    <UnpricedCount />
                  </QueryBoundary>
                ) : null}
              </TabsTrigger>
            );
          })}
        </TabsList>
        {tabs.map((each) => {
          const Panel = PANELS[each];
          return (
            <TabsContent key={each} value={each}>
              <QueryBoundary fallback={<TableSkeleton rows={8} label={t("loading")} />}>
                <Panel />
              </QueryBoundary>
            </TabsContent>
          );
        })}
      </Tabs>
    </>
  );
}

function UnpricedCount() {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.prices.unpriced.queryOptions());
  return data.models.length > 0 ? <Badge variant="warning">{data.models.length}</Badge> : null;
}
