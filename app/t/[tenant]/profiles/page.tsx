import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { ProfilesPage } from "@/components/profiles/profiles-page";

export const generateMetadata = pageMetadata("profiles");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const trpc = trpcServer(tenant);
  prefetch(trpc.profiles.list.queryOptions());
  prefetch(trpc.modelSettings.list.queryOptions());
  return (
    <HydrateClient>
      <ProfilesPage />
    </HydrateClient>
  );
}
