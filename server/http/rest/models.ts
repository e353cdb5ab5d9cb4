import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { MODEL_TYPES } from "@/lib/contracts/model-type";
import { restModelsByType, restSyncInput, restSyncResult } from "@/lib/contracts/rest";
import { listTenantModels } from "@/server/services/models/list-tenant-models";
import { startModelSync } from "@/server/services/models/start-model-sync";
import { loadProviderConfigViews } from "@/server/services/provider-configs/load-provider-config-views";
import { type RestRoute, restRoute } from "./rest-route";
import { toRestModel } from "./to-rest-model";

export const modelRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/models",
    permission: "models.read",
    summary: "Callable models by type, from configured and valid providers only.",
    input: z.strictObject({}),
    output: restModelsByType,
    async handle({ context }) {
      const models = (await listTenantModels(context, { state: "enabled" })).filter((model) => model.isCallable);
      const byType = MODEL_TYPES.map(
        (type) => [type, models.filter((model) => model.type === type).map(toRestModel)] as const,
      );
      return { status: 200, body: Object.fromEntries(byType) };
    },
  }),
  restRoute({
    method: "POST",
    path: "/api/models/sync",
    permission: "models.write",
    summary: "Reads the models of one provider, or of all valid ones, anew, in the background.",
    input: restSyncInput,
    output: restSyncResult,
    async handle({ context, input }) {
      const configs = (
        await loadProviderConfigViews(context, { provider: input.provider, id: input.providerConfigId })
      ).filter((config) => config.isValid);
      if (configs.length === 0 && (input.provider ?? input.providerConfigId) !== undefined) {
        throw new AppError("not_found", "No valid provider config matches. List them with GET /api/providers.");
      }
      const jobs = [];
      for (const { id, name } of configs)
        jobs.push({ providerConfigId: id, name, ...(await startModelSync(context, { providerConfigId: id })) });
      return { status: 202, body: { jobs } };
    },
  }),
];
