import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { LimitsPage } from "@/components/limits/limits-page";

export const generateMetadata = pageMetadata("limits");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.limits.list.queryOptions());
  prefetch(trpc.budgets.list.queryOptions());
  return (
    <HydrateClient>
      <LimitsPage />
    </HydrateClient>
  );
}
