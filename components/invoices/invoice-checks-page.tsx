"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleAlert, FileSpreadsheet } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useTRPC } from "@/components/trpc/client";
import { InvoiceCheckDetail } from "./invoice-check-detail";
import { InvoiceCheckTable } from "./invoice-check-table";
import { UploadButton } from "./upload-button";

export function InvoiceChecksPage() {
  const t = useTranslations("invoices");
  const states = useTranslations("states");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [id, setId] = useQueryState("check", parseAsString.withOptions({ history: "push" }));
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<UploadButton onChecked={(checked) => void setId(checked)} onRefused={setRefusal} />}
      />
      {refusal ? (
        <div
          role="alert"
          className="mb-5 flex gap-2 rounded-md border border-danger/30 bg-danger-soft px-3 py-2 text-[13px] text-danger"
        >
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <p>{refusal}</p>
        </div>
      ) : null}
      <div className="flex flex-col gap-8">
        {id ? (
          <QueryBoundary key={id} fallback={<TableSkeleton label={states("loading")} />}>
            <InvoiceCheckDetail id={id} onClose={() => void setId(null)} />
          </QueryBoundary>
        ) : null}
        <QueryBoundary fallback={<TableSkeleton label={states("loading")} />}>
          <CheckList openId={id} onOpen={(opened) => void setId(opened)} />
        </QueryBoundary>
      </div>
    </>
  );
}

function CheckList({ openId, onOpen }: { openId: string | null; onOpen: (id: string | null) => void }) {
  const t = useTranslations("invoices");
  const trpc = useTRPC();
  const { data: checks } = useSuspenseQuery(trpc.invoiceChecks.list.queryOptions());
  if (checks.length === 0) {
    return <DataState icon={FileSpreadsheet} title={t("firstUseTitle")} text={t("firstUseText")} />;
  }
  return <InvoiceCheckTable checks={checks} openId={openId} onOpen={onOpen} />;
}
