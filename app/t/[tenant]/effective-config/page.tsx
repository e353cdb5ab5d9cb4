import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { EffectiveConfigPage } from "@/components/effective-config/effective-config-page";

export const generateMetadata = pageMetadata("effectiveConfig");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.profiles.list.queryOptions());
  prefetch(trpc.processors.list.queryOptions());
  return (
    <HydrateClient>
      <EffectiveConfigPage />
    </HydrateClient>
  );
}
