import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { RoutingPage } from "@/components/routing/routing-page";

export const generateMetadata = pageMetadata("routing");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.routing.policy.queryOptions());
  prefetch(trpc.routing.tests.queryOptions());
  prefetch(trpc.routing.replays.queryOptions());
  prefetch(trpc.drills.list.queryOptions());
  return (
    <HydrateClient>
      <RoutingPage />
    </HydrateClient>
  );
}
