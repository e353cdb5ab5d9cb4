import { createLoader, type SearchParams } from "nuqs/server";
import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { readSession } from "@/app/read-session";
import { toUsageInput, usageSearch } from "@/components/usage/usage-search";
import { UsageView } from "@/components/usage/usage-view";

export const generateMetadata = pageMetadata("usage");

const loadSearch = createLoader(usageSearch);

interface UsagePageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function UsagePage({ params, searchParams }: UsagePageProps) {
  const { tenant } = await params;
  const loadedAt = new Date();
  const session = await readSession(tenant);
  if (typeof session === "object") {
    const input = toUsageInput(await loadSearch(searchParams), loadedAt, session.tenant.timeZone);
    prefetch(trpcServer(tenant).usage.report.queryOptions(input));
  }
  return (
    <HydrateClient>
      <UsageView loadedAt={loadedAt} />
    </HydrateClient>
  );
}
