import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import { previewUrlInput, previewUrlResult } from "@/lib/contracts/provider";
import { providerCard } from "@/lib/contracts/provider-config";
import { listProviderCards } from "@/server/services/providers/list-provider-cards";
import { previewProviderUrl } from "@/server/services/providers/preview-provider-url";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const providersRouter = router({
  list: tenantProcedure("providers.read")
    .input(noInput)
    .output(z.array(providerCard))
    .query(({ ctx }) => listProviderCards(ctx)),
  previewUrl: tenantProcedure("providers.read")
    .input(previewUrlInput)
    .output(previewUrlResult)
    .query(({ input }) => previewProviderUrl(input)),
});
