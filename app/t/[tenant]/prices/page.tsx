import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { PricesView } from "@/components/prices/prices-view";

export const generateMetadata = pageMetadata("prices");

export default async function PricesPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.prices.book.queryOptions());
  prefetch(trpc.prices.unpriced.queryOptions());
  return (
    <HydrateClient>
      <PricesView />
    </HydrateClient>
  );
}
