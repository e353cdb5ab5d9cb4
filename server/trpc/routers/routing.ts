import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import { requestIdInput } from "@/lib/contracts/request";
import {
  createRouteTestInput,
  replayInput,
  replayView,
  routeAnswer,
  routeExplanation,
  routeQuestion,
  routeTestIdInput,
  routeTestList,
  routeTestView,
  routingPolicyView,
  saveRoutingPolicyInput,
} from "@/lib/contracts/route-question";
import { createRouteTest } from "@/server/services/routing/create-route-test";
import { dryRunRoute } from "@/server/services/routing/dry-run-route";
import { explainRequestRoute } from "@/server/services/routing/explain-request-route";
import { getRoutingPolicy } from "@/server/services/routing/get-routing-policy";
import { listReplays } from "@/server/services/routing/list-replays";
import { listRouteTests } from "@/server/services/routing/list-route-tests";
import { removeRouteTest } from "@/server/services/routing/remove-route-test";
import { saveRoutingPolicy } from "@/server/services/routing/save-routing-policy";
import { startReplay } from "@/server/services/routing/start-replay";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const routingRouter = router({
  policy: tenantProcedure("routing.read")
    .input(noInput)
    .output(routingPolicyView)
    .query(({ ctx }) => getRoutingPolicy(ctx)),
  savePolicy: tenantProcedure("routing.write")
    .input(saveRoutingPolicyInput)
    .output(routingPolicyView)
    .mutation(({ ctx, input }) => saveRoutingPolicy(ctx, input)),
  dryRun: tenantProcedure("routing.read")
    .input(routeQuestion)
    .output(routeAnswer)
    .query(({ ctx, input }) => dryRunRoute(ctx, input)),
  explain: tenantProcedure("requests.read")
    .input(requestIdInput)
    .output(routeExplanation)
    .query(({ ctx, input }) => explainRequestRoute(ctx, input)),
  tests: tenantProcedure("routing.read")
    .input(noInput)
    .output(routeTestList)
    .query(({ ctx }) => listRouteTests(ctx)),
  createTest: tenantProcedure("routing.write")
    .input(createRouteTestInput)
    .output(routeTestView)
    .mutation(({ ctx, input }) => createRouteTest(ctx, input)),
  removeTest: tenantProcedure("routing.write")
    .input(routeTestIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeRouteTest(ctx, input)),
  replays: tenantProcedure("routing.read")
    .input(noInput)
    .output(z.array(replayView))
    .query(({ ctx }) => listReplays(ctx)),
  startReplay: tenantProcedure("routing.write")
    .input(replayInput)
    .output(z.object({ id: z.string(), jobId: z.string() }))
    .mutation(({ ctx, input }) => startReplay(ctx, input)),
});
