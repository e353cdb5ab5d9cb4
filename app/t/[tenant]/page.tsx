import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { readOrigin } from "@/app/read-origin";
import { OverviewPage } from "@/components/overview/overview-page";

export const generateMetadata = pageMetadata("home");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  prefetch(trpcServer(tenant).overview.get.queryOptions());
  return (
    <HydrateClient>
      <OverviewPage origin={await readOrigin()} />
    </HydrateClient>
  );
}
