import { z } from "zod";
import {
  listTenantModelsInput,
  setModelPriceInput,
  setModelsEnabledInput,
  syncModelsInput,
  syncModelsResult,
  tenantModelView,
} from "@/lib/contracts/tenant-model";
import { listTenantModels } from "@/server/services/models/list-tenant-models";
import { setModelPrice } from "@/server/services/models/set-model-price";
import { setModelsEnabled } from "@/server/services/models/set-models-enabled";
import { startModelSync } from "@/server/services/models/start-model-sync";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const modelsRouter = router({
  list: tenantProcedure("models.read")
    .input(listTenantModelsInput)
    .output(z.array(tenantModelView))
    .query(({ ctx, input }) => listTenantModels(ctx, input)),
  setEnabled: tenantProcedure("models.write")
    .input(setModelsEnabledInput)
    .output(z.object({ changed: z.number().int() }))
    .mutation(({ ctx, input }) => setModelsEnabled(ctx, input)),
  setPrice: tenantProcedure("models.write")
    .input(setModelPriceInput)
    .output(tenantModelView)
    .mutation(({ ctx, input }) => setModelPrice(ctx, input)),
  sync: tenantProcedure("models.write")
    .input(syncModelsInput)
    .output(syncModelsResult)
    .mutation(({ ctx, input }) => startModelSync(ctx, input)),
});
