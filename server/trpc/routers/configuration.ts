import { z } from "zod";
import {
  configurationExport,
  configurationPlan,
  configurationText,
  configVersionInput,
  configVersionView,
  listConfigVersionsInput,
} from "@/lib/contracts/configuration";
import { effectiveConfigInput, effectiveConfigView } from "@/lib/contracts/effective-config";
import { noInput } from "@/lib/contracts/no-input";
import { applyDocument, planDocument } from "@/server/services/configuration/apply-configuration";
import { exportConfiguration } from "@/server/services/configuration/export-configuration";
import { listConfigVersions } from "@/server/services/configuration/list-config-versions";
import { rollbackConfiguration } from "@/server/services/configuration/rollback-configuration";
import { inspectEffectiveConfig } from "@/server/services/effective-config/inspect-effective-config";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const configurationRouter = router({
  effective: tenantProcedure("configuration.read")
    .input(effectiveConfigInput)
    .output(effectiveConfigView)
    .query(({ ctx, input }) => inspectEffectiveConfig(ctx, input)),
  versions: tenantProcedure("configuration.read")
    .input(listConfigVersionsInput)
    .output(z.array(configVersionView))
    .query(({ ctx, input }) => listConfigVersions(ctx, input)),
  rollback: tenantProcedure("configuration.write")
    .input(configVersionInput)
    .output(configurationPlan)
    .mutation(({ ctx, input }) => rollbackConfiguration(ctx, input)),
  export: tenantProcedure("configuration.read")
    .input(noInput)
    .output(configurationExport)
    .query(({ ctx }) => exportConfiguration(ctx)),
  planDocument: tenantProcedure("configuration.read")
    .input(configurationText)
    .output(configurationPlan)
    .query(({ ctx, input }) => planDocument(ctx, input.document)),
  applyDocument: tenantProcedure("configuration.write")
    .input(configurationText)
    .output(configurationPlan)
    .mutation(({ ctx, input }) => applyDocument(ctx, input.document)),
});
