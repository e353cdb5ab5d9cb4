import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { ModelsView } from "@/components/models/models-view";

export const generateMetadata = pageMetadata("models");

export default async function ModelsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.modelSettings.list.queryOptions());
  prefetch(trpc.models.list.queryOptions({}));
  return (
    <HydrateClient>
      <ModelsView />
    </HydrateClient>
  );
}
