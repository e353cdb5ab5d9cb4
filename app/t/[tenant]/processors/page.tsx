import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { ProcessorsPage } from "@/components/processors/processors-page";

export const generateMetadata = pageMetadata("processors");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.processors.list.queryOptions());
  prefetch(trpc.profiles.list.queryOptions());
  prefetch(trpc.modelSettings.list.queryOptions());
  return (
    <HydrateClient>
      <ProcessorsPage />
    </HydrateClient>
  );
}
