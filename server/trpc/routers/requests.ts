import { listRequestsInput, listRequestsResult, requestDetail, requestIdInput } from "@/lib/contracts/request";
import { getRequest } from "@/server/services/requests/get-request";
import { listRequests } from "@/server/services/requests/list-requests";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const requestsRouter = router({
  list: tenantProcedure("requests.read")
    .input(listRequestsInput)
    .output(listRequestsResult)
    .query(({ ctx, input }) => listRequests(ctx, input)),
  get: tenantProcedure("requests.read")
    .input(requestIdInput)
    .output(requestDetail)
    .query(({ ctx, input }) => getRequest(ctx, input)),
});
