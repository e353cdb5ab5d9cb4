import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { MembersPage } from "@/components/members/members-page";

export const generateMetadata = pageMetadata("members");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  prefetch(trpcServer(tenant).members.list.queryOptions());
  return (
    <HydrateClient>
      <MembersPage />
    </HydrateClient>
  );
}
