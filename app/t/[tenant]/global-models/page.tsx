import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { GlobalModelsPage } from "@/components/global-models/global-models-page";

export const generateMetadata = pageMetadata("globalModels");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  prefetch(trpcServer(tenant).globalSettings.overview.queryOptions());
  return (
    <HydrateClient>
      <GlobalModelsPage />
    </HydrateClient>
  );
}
