import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { AlertsPage } from "@/components/alerts/alerts-page";

export const generateMetadata = pageMetadata("alerts");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.alerts.list.queryOptions({ state: "all" }));
  prefetch(trpc.alerts.rules.queryOptions());
  prefetch(trpc.alertChannels.list.queryOptions());
  return (
    <HydrateClient>
      <AlertsPage />
    </HydrateClient>
  );
}
