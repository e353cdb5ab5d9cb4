import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import {
  createProviderConfigInput,
  providerConfigDependents,
  providerConfigIdInput,
  providerConfigView,
  removeProviderConfigInput,
  saveProviderConfigResult,
  setProviderConfigEnabledInput,
  updateProviderConfigInput,
  verifyProviderInput,
} from "@/lib/contracts/provider-config";
import { closeCircuitsResult, providerHealthView } from "@/lib/contracts/provider-health";
import { verificationReport } from "@/lib/contracts/verification";
import { closeProviderCircuits } from "@/server/services/provider-configs/close-provider-circuits";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import { getProviderConfig } from "@/server/services/provider-configs/get-provider-config";
import { getProviderConfigDependents } from "@/server/services/provider-configs/get-provider-config-dependents";
import { listProviderHealth } from "@/server/services/provider-configs/list-provider-health";
import { removeProviderConfig } from "@/server/services/provider-configs/remove-provider-config";
import { reverifyProviderConfig } from "@/server/services/provider-configs/reverify-provider-config";
import { setDefaultProviderConfig } from "@/server/services/provider-configs/set-default-provider-config";
import { setProviderConfigEnabled } from "@/server/services/provider-configs/set-provider-config-enabled";
import { updateProviderConfig } from "@/server/services/provider-configs/update-provider-config";
import { verifyProviderValues } from "@/server/services/provider-configs/verify-provider-values";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const providerConfigsRouter = router({
  get: tenantProcedure("providers.read")
    .input(providerConfigIdInput)
    .output(providerConfigView)
    .query(({ ctx, input }) => getProviderConfig(ctx, input)),
  dependents: tenantProcedure("providers.read")
    .input(providerConfigIdInput)
    .output(providerConfigDependents)
    .query(({ ctx, input }) => getProviderConfigDependents(ctx, input)),
  health: tenantProcedure("providers.read")
    .input(noInput)
    .output(z.array(providerHealthView))
    .query(({ ctx }) => listProviderHealth(ctx)),
  closeCircuits: tenantProcedure("providers.write")
    .input(providerConfigIdInput)
    .output(closeCircuitsResult)
    .mutation(({ ctx, input }) => closeProviderCircuits(ctx, input)),
  create: tenantProcedure("providers.write")
    .input(createProviderConfigInput)
    .output(saveProviderConfigResult)
    .mutation(({ ctx, input }) => createProviderConfig(ctx, input)),
  update: tenantProcedure("providers.write")
    .input(updateProviderConfigInput)
    .output(saveProviderConfigResult)
    .mutation(({ ctx, input }) => updateProviderConfig(ctx, input)),
  remove: tenantProcedure("providers.write")
    .input(removeProviderConfigInput)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => removeProviderConfig(ctx, input)),
  verify: tenantProcedure("providers.write")
    .input(verifyProviderInput)
    .output(verificationReport)
    .mutation(({ ctx, input }) => verifyProviderValues(ctx, input)),
  reverify: tenantProcedure("providers.write")
    .input(providerConfigIdInput)
    .output(saveProviderConfigResult)
    .mutation(({ ctx, input }) => reverifyProviderConfig(ctx, input)),
  setEnabled: tenantProcedure("providers.write")
    .input(setProviderConfigEnabledInput)
    .output(providerConfigView)
    .mutation(({ ctx, input }) => setProviderConfigEnabled(ctx, input)),
  setDefault: tenantProcedure("providers.write")
    .input(providerConfigIdInput)
    .output(providerConfigView)
    .mutation(({ ctx, input }) => setDefaultProviderConfig(ctx, input)),
});
