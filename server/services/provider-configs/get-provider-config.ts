import { AppError } from "@/lib/contracts/errors";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import { loadProviderConfigViews } from "./load-provider-config-views";

/** Throws `not_found` for an id that is not the tenant's. */
export async function getProviderConfig(context: ServiceContext, { id }: { id: string }): Promise<ProviderConfigView> {
  const [view] = await loadProviderConfigViews(context, { id });
  if (!view) throw providerConfigNotFound();
  return view;
}

export function providerConfigNotFound(): AppError {
  return new AppError(
    "not_found",
    "There is no provider config of that id in this organization. It may have been removed; load the list again.",
  );
}
