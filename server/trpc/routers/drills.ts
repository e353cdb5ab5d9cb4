import { drillIdInput, drillList, drillReport, drillTargets, drillView, startDrillInput } from "@/lib/contracts/drill";
import { noInput } from "@/lib/contracts/no-input";
import { getRunningDrill } from "@/server/services/drills/get-running-drill";
import { listDrillTargets } from "@/server/services/drills/list-drill-targets";
import { listDrills } from "@/server/services/drills/list-drills";
import { reportDrill } from "@/server/services/drills/report-drill";
import { startDrill } from "@/server/services/drills/start-drill";
import { stopDrill } from "@/server/services/drills/stop-drill";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const drillsRouter = router({
  list: tenantProcedure("routing.read")
    .input(noInput)
    .output(drillList)
    .query(({ ctx }) => listDrills(ctx)),
  running: tenantProcedure("routing.read")
    .input(noInput)
    .output(drillView.nullable())
    .query(({ ctx }) => getRunningDrill(ctx)),
  targets: tenantProcedure("routing.write")
    .input(noInput)
    .output(drillTargets)
    .query(({ ctx }) => listDrillTargets(ctx)),
  report: tenantProcedure("routing.read")
    .input(drillIdInput)
    .output(drillReport)
    .query(({ ctx, input }) => reportDrill(ctx, input)),
  start: tenantProcedure("routing.write")
    .input(startDrillInput)
    .output(drillView)
    .mutation(({ ctx, input }) => startDrill(ctx, input)),
  stop: tenantProcedure("routing.write")
    .input(drillIdInput)
    .output(drillView)
    .mutation(({ ctx, input }) => stopDrill(ctx, input)),
});
