import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { CachePage } from "@/components/cache/cache-page";

export const generateMetadata = pageMetadata("cache");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  prefetch(trpcServer(tenant).cache.overview.queryOptions());
  return (
    <HydrateClient>
      <CachePage />
    </HydrateClient>
  );
}
