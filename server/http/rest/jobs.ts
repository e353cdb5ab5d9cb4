import { z } from "zod";
import { jobView } from "@/lib/contracts/job";
import { getJob } from "@/server/services/jobs/get-job";
import { idOf } from "./id-of";
import { type RestRoute, restRoute } from "./rest-route";

export const jobRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/jobs/:id",
    permission: "models.read",
    summary: "How far a background job is, and what it did.",
    input: z.strictObject({}),
    output: jobView,
    handle: async ({ context, params }) => ({ status: 200, body: await getJob(context, { id: idOf(params.id) }) }),
  }),
];
