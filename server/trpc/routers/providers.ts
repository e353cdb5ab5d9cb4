import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import { providerCard } from "@/lib/contracts/provider-config";
import { listProviderCards } from "@/server/services/providers/list-provider-cards";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const providersRouter = router({
  list: tenantProcedure("providers.read")
    .input(noInput)
    .output(z.array(providerCard))
    .query(({ ctx }) => listProviderCards(ctx)),
});
