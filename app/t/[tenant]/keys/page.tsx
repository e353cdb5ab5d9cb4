import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { ApiKeysPage } from "@/components/api-keys/api-keys-page";

export const generateMetadata = pageMetadata("keys");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  prefetch(trpcServer(tenant).apiKeys.list.queryOptions());
  return (
    <HydrateClient>
      <ApiKeysPage />
    </HydrateClient>
  );
}
