import type { z } from "zod";
import { restUsage, restUsageInput } from "@/lib/contracts/rest";
import { summarizeUsage } from "@/server/services/usage/summarize-usage";
import { type RestRoute, restRoute } from "./rest-route";

export const llmUsageRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/v1/llm/usage",
    permission: "usage.read",
    summary:
      "Requests, tokens, cost and latency between two dates, per period, model, provider, task, processor, API key or member.",
    input: restUsageInput,
    output: restUsage,
    handle: async ({ context, input }): Promise<{ status: number; body: z.infer<typeof restUsage> }> => ({
      status: 200,
      body: await summarizeUsage(context, input),
    }),
  }),
];
