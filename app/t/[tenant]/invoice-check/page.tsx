import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { InvoiceChecksPage } from "@/components/invoices/invoice-checks-page";

export const generateMetadata = pageMetadata("invoiceCheck");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  prefetch(trpcServer(tenant).invoiceChecks.list.queryOptions());
  return (
    <HydrateClient>
      <InvoiceChecksPage />
    </HydrateClient>
  );
}
