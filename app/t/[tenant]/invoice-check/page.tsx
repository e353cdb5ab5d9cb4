import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { InvoiceChecksPage } from "@/components/invoices/invoice-checks-page";

export const generateMetadata = pageMetadata("invoiceCheck");

const loadSearch = createLoader({ check: parseAsString });

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const { check } = await loadSearch(searchParams);
  const trpc = trpcServer(tenant);
  prefetch(trpc.invoiceChecks.list.queryOptions());
  if (check) prefetch(trpc.invoiceChecks.get.queryOptions({ id: check }));
  return (
    <HydrateClient>
      <InvoiceChecksPage />
    </HydrateClient>
  );
}
