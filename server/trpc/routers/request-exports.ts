import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import { requestExportInput, requestExportView, startRequestExportInput } from "@/lib/contracts/request-export";
import { cancelRequestExport } from "@/server/services/request-exports/cancel-request-export";
import { listRequestExports } from "@/server/services/request-exports/list-request-exports";
import { startRequestExport } from "@/server/services/request-exports/start-request-export";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const requestExportsRouter = router({
  list: tenantProcedure("requests.read")
    .input(noInput)
    .output(z.array(requestExportView))
    .query(({ ctx }) => listRequestExports(ctx)),
  start: tenantProcedure("requests.read")
    .input(startRequestExportInput)
    .output(requestExportView)
    .mutation(({ ctx, input }) => startRequestExport(ctx, input)),
  cancel: tenantProcedure("requests.read")
    .input(requestExportInput)
    .output(requestExportView)
    .mutation(({ ctx, input }) => cancelRequestExport(ctx, input)),
});
