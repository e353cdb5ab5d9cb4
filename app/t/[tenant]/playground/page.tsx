import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { PlaygroundView } from "@/components/playground/playground-view";

export const generateMetadata = pageMetadata("playground");

export default async function PlaygroundPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  prefetch(trpcServer(tenant).modelSettings.list.queryOptions());
  return (
    <HydrateClient>
      <PlaygroundView />
    </HydrateClient>
  );
}
