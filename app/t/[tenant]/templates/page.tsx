import { pageMetadata } from "@/app/page-metadata";
import { HydrateClient, prefetch, trpcServer } from "@/app/prefetch";
import { TemplatesPage } from "@/components/templates/templates-page";

export const generateMetadata = pageMetadata("templates");

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  prefetch(trpcServer(tenant).templates.list.queryOptions({}));
  return (
    <HydrateClient>
      <TemplatesPage />
    </HydrateClient>
  );
}
