import {
  countRequestsInput,
  listRequestsInput,
  listRequestsResult,
  requestDetail,
  requestHistogram,
  requestIdInput,
} from "@/lib/contracts/request";
import { countRequests } from "@/server/services/requests/count-requests";
import { getRequest } from "@/server/services/requests/get-request";
import { listRequests } from "@/server/services/requests/list-requests";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const requestsRouter = router({
  list: tenantProcedure("requests.read")
    .input(listRequestsInput)
    .output(listRequestsResult)
    .query(({ ctx, input }) => listRequests(ctx, input)),
  /** Null when the filters and the range together would take too long to count. */
  histogram: tenantProcedure("requests.read")
    .input(countRequestsInput)
    .output(requestHistogram.nullable())
    .query(({ ctx, input }) => countRequests(ctx, input)),
  get: tenantProcedure("requests.read")
    .input(requestIdInput)
    .output(requestDetail)
    .query(({ ctx, input }) => getRequest(ctx, input)),
});
