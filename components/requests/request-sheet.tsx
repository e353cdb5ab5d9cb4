"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/shared/copy-button";
import { ErrorState } from "@/components/shared/error-state";
import { readSluiceError } from "@/components/shared/sluice-error";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { useTRPC } from "@/components/trpc/client";
import { Kbd } from "@/components/ui/kbd";
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetDescription,
  SheetFooter,
  SheetHeader,
  SheetTitle,
} from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import type { RequestDetail } from "@/lib/contracts/request";
import { AttemptsSection } from "./attempts-section";
import { ConfigSection } from "./config-section";
import { CostReceipt } from "./cost-receipt";
import { exampleCurl } from "./example-curl";
import { RequestStatusBadge } from "./request-status-badge";
import { RouteSection } from "./route-section";
import { SummarySection } from "./summary-section";
import { UsageSection } from "./usage-section";

/** A request is written a moment after its answer; a link that is faster waits for it. */
const MAX_WAITS = 4;
const WAIT_MS = 1_000;

export function RequestSheet({ id, onClose }: { id: string | null; onClose: () => void }) {
  return (
    <Sheet open={id !== null} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <SheetContent
        aria-describedby={undefined}
        className="sm:max-w-2xl"
        onOpenAutoFocus={(event) => {
          // The sheet itself, so that reading starts at its top and no button looks chosen.
          event.preventDefault();
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        }}
      >
        {id === null ? null : <OpenRequest key={id} id={id} />}
      </SheetContent>
    </Sheet>
  );
}

function OpenRequest({ id }: { id: string }) {
  const t = useTranslations("requests");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const request = useQuery(
    trpc.requests.get.queryOptions(
      { id },
      {
        retry: (failureCount, error) => readSluiceError(error).code === "not_found" && failureCount < MAX_WAITS,
        retryDelay: WAIT_MS,
      },
    ),
  );
  return (
    <>
      <SheetHeader>
        <SheetTitle className="flex min-w-0 items-center gap-2">
          <span className="truncate">{request.data?.modelServed ?? request.data?.modelRequested ?? t("request")}</span>
          {request.data ? <RequestStatusBadge status={request.data.status} /> : null}
        </SheetTitle>
        <SheetDescription className="flex items-center gap-1">
          <code className="truncate font-mono text-xs">{id}</code>
          <CopyButton value={id} label={t("copyId")} />
        </SheetDescription>
      </SheetHeader>
      <SheetBody
        tabIndex={0}
        className="outline-none focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset"
      >
        {request.isError ? (
          <ErrorState error={request.error} onRetry={() => request.refetch()} />
        ) : request.data ? (
          <Sections request={request.data} />
        ) : (
          <div role="status" aria-label={states("loading")} className="flex flex-col gap-5">
            <Skeleton className="h-44" />
            <Skeleton className="h-28" />
            <Skeleton className="h-36" />
          </div>
        )}
      </SheetBody>
      <SheetFooter className="justify-between">
        <span className="hidden items-center gap-1.5 text-xs text-muted-foreground sm:flex">
          <Kbd>j</Kbd>
          <Kbd>k</Kbd>
          {t("rowKeys")}
        </span>
        {request.data ? <CopyActions request={request.data} /> : null}
      </SheetFooter>
    </>
  );
}

function Sections({ request }: { request: RequestDetail }) {
  return (
    <div className="flex flex-col gap-6">
      <SummarySection request={request} />
      <RouteSection request={request} />
      <ConfigSection request={request} />
      <AttemptsSection attempts={request.attempts} />
      <CostReceipt request={request} />
      <UsageSection request={request} />
    </div>
  );
}

/** Shown only once a request was loaded, so never on the server, which has no address of its own. */
function CopyActions({ request }: { request: RequestDetail }) {
  const t = useTranslations("requests");
  const path = useTenantPath();
  const { origin } = window.location;
  return (
    <span className="flex gap-2">
      <CopyButton value={`${origin}${path("/requests")}?request=${request.id}`} label={t("copyLink")} hasText />
      <CopyButton value={exampleCurl(request, origin, t("yourContent"))} label={t("copyCurl")} hasText />
    </span>
  );
}
