import { z } from "zod";
import { listRequestsResult, requestDetail } from "@/lib/contracts/request";
import { restListRequestsInput } from "@/lib/contracts/rest";
import { getRequest } from "@/server/services/requests/get-request";
import { listRequests } from "@/server/services/requests/list-requests";
import { idOf } from "./id-of";
import { type RestRoute, restRoute } from "./rest-route";

export const requestRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/requests",
    permission: "requests.read",
    summary: "Requests, newest first, page by page.",
    input: restListRequestsInput,
    output: listRequestsResult,
    handle: async ({ context, input }) => ({ status: 200, body: await listRequests(context, input) }),
  }),
  restRoute({
    method: "GET",
    path: "/api/requests/:id",
    permission: "requests.read",
    summary: "One request with its attempts, route and cost receipt.",
    input: z.strictObject({}),
    output: requestDetail,
    handle: async ({ context, params }) => ({ status: 200, body: await getRequest(context, { id: idOf(params.id) }) }),
  }),
];
