"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeftRight, RefreshCw } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useCallback, useId } from "react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { ErrorState } from "@/components/shared/error-state";
import { NoMatch } from "@/components/shared/no-match";
import { PageHeader } from "@/components/shared/page-header";
import { useSession } from "@/components/shared/session";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { ExportButton } from "@/components/usage/export-button";
import { cn } from "@/lib/cn";
import { RequestFilters } from "./request-filters";
import { RequestSheet } from "./request-sheet";
import { RequestsHistogram } from "./requests-histogram";
import { type RequestsPatch, requestsSearch, toRequestFilters } from "./requests-search";
import { RequestsTable } from "./requests-table";
import { useActiveFilters } from "./use-active-filters";
import { useFilterOptions } from "./use-filter-options";
import { useLiveTail } from "./use-live-tail";
import { useRowKeys } from "./use-row-keys";

const PAGE_SIZE = 50;
const FIRST_PAGE: string | null = null;

/** Every call with its route, attempts and cost. `loadedAt` is where ranges such as "last 7 days" end. */
export function RequestsView({ loadedAt }: { loadedAt: Date }) {
  const t = useTranslations("requests");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { tenant } = useSession();
  const switchId = useId();
  const tail = useLiveTail();
  const [search, setSearch] = useQueryStates(requestsSearch, { history: "push" });
  const options = useFilterOptions();
  const active = useActiveFilters(search, options);
  const filters = toRequestFilters(search, loadedAt, tenant.timeZone);
  const input = { ...filters, limit: PAGE_SIZE };
  const list = useInfiniteQuery({
    queryKey: trpc.requests.list.infiniteQueryKey(input),
    queryFn: ({ pageParam, signal }) =>
      client.requests.list.query(pageParam === null ? input : { ...input, cursor: pageParam }, { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: tail.intervalMs,
  });
  const requests = list.data?.pages.flatMap((page) => page.requests) ?? [];
  const change = useCallback(
    // Typing is not a step to go back through.
    (next: RequestsPatch) => void setSearch(next, { history: "search" in next ? "replace" : "push" }),
    [setSearch],
  );
  // Back closes the sheet, however many requests were leafed through in it.
  const open = (request: string | null) =>
    void setSearch({ request }, { history: request && search.request ? "replace" : "push" });
  useRowKeys({ ids: requests.map((request) => request.id), openId: search.request, onOpen: open });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <span className="flex items-center gap-2 pr-1">
              <Switch id={switchId} checked={tail.isOn} onCheckedChange={tail.setOn} />
              <Label htmlFor={switchId} className="font-normal">
                {t("liveTail")}
              </Label>
              {tail.isPaused ? <span className="text-xs text-muted-foreground">{t("tailPaused")}</span> : null}
            </span>
            <Button
              variant="outline"
              size="icon"
              aria-label={t("refresh")}
              title={t("refresh")}
              onClick={() => list.refetch()}
            >
              <RefreshCw className={cn(list.isFetching && "animate-spin")} aria-hidden />
            </Button>
            <ExportButton filters={filters} />
          </>
        }
      />
      <RequestFilters search={search} options={options} active={active} onChange={change} />
      <RequestsHistogram filters={filters} onRange={({ from, to }) => change({ range: "custom", from, to })} />
      {list.isError && requests.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : !list.data ? (
        <TableSkeleton rows={10} label={states("loading")} />
      ) : requests.length === 0 && active.length > 0 ? (
        <NoMatch
          filters={active.map((filter) => filter.label)}
          onClear={() => change(Object.assign({}, ...active.map((filter) => filter.clears)))}
        />
      ) : requests.length === 0 ? (
        <FirstUse />
      ) : (
        <div className="flex flex-col gap-3">
          <div
            aria-busy={list.isPlaceholderData}
            className={cn("transition-opacity", list.isPlaceholderData && "opacity-60")}
          >
            <RequestsTable requests={requests} openId={search.request} onOpen={open} />
          </div>
          <div className="flex items-center justify-between gap-3 text-xs text-muted-foreground">
            <span role="status">{t("shown", { count: requests.length })}</span>
            {list.hasNextPage ? (
              <Button variant="outline" isPending={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                {t("loadMore")}
              </Button>
            ) : (
              <span>{t("end")}</span>
            )}
          </div>
        </div>
      )}
      <RequestSheet id={search.request} onClose={() => open(null)} />
    </>
  );
}

function FirstUse() {
  const t = useTranslations("requests.firstUse");
  const path = useTenantPath();
  return (
    <DataState
      icon={ArrowLeftRight}
      title={t("title")}
      text={t("text")}
      action={
        <>
          <Button asChild>
            <Link href={path("/playground")}>{t("playground")}</Link>
          </Button>
          <Button asChild variant="outline">
            <Link href={path("/keys")}>{t("keys")}</Link>
          </Button>
        </>
      }
    />
  );
}
