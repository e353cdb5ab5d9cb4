import { createLoader, type SearchParams } from "nuqs/server";
import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { requestsSearch } from "@/components/requests/requests-search";
import { RequestsView } from "@/components/requests/requests-view";

export const generateMetadata = pageMetadata("requests");

const loadSearch = createLoader(requestsSearch);

interface RequestsPageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function RequestsPage({ params, searchParams }: RequestsPageProps) {
  const { tenant } = await params;
  const { request } = await loadSearch(searchParams);
  const trpc = trpcServer(tenant);
  prefetch(trpc.modelSettings.list.queryOptions());
  prefetch(trpc.providers.list.queryOptions());
  if (request) prefetch(trpc.requests.get.queryOptions({ id: request }));
  return (
    <HydrateClient>
      <RequestsView loadedAt={new Date()} />
    </HydrateClient>
  );
}
