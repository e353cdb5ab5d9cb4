import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { ProvidersView } from "@/components/providers/providers-view";

export const generateMetadata = pageMetadata("providers");

export default async function ProvidersPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.providers.list.queryOptions());
  prefetch(trpc.providerConfigs.health.queryOptions());
  return (
    <HydrateClient>
      <ProvidersView />
    </HydrateClient>
  );
}
