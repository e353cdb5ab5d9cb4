import { z } from "zod";
import { AppError, isAppError } from "@/lib/contracts/errors";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import {
  restProvider,
  restProviderInput,
  restRemoveProviderInput,
  restSavedProvider,
  restValidateInput,
  restValidateResult,
} from "@/lib/contracts/rest";
import { listTenantModels } from "@/server/services/models/list-tenant-models";
import { loadProviderConfigViews } from "@/server/services/provider-configs/load-provider-config-views";
import { removeProviderConfig } from "@/server/services/provider-configs/remove-provider-config";
import { verifyProviderValues } from "@/server/services/provider-configs/verify-provider-values";
import { listProviderCards } from "@/server/services/providers/list-provider-cards";
import { requireProvider } from "@/server/services/providers/require-provider";
import type { ServiceContext } from "@/server/services/service-context";
import { failureOf, refusedTest } from "./refused-test";
import { type RestRoute, restRoute } from "./rest-route";
import { saveProvider } from "./save-provider";
import { toRestModel } from "./to-rest-model";
import { toRestProviderConfig } from "./to-rest-provider-config";

export const providerRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/providers",
    permission: "providers.read",
    summary: "Every provider Sluice speaks to, with this organization's configs and callable models.",
    input: z.strictObject({}),
    output: z.array(restProvider),
    async handle({ context }) {
      const models = (await listTenantModels(context, { state: "enabled" })).filter((model) => model.isCallable);
      const cards = await listProviderCards(context);
      const body = cards.map(({ provider, configs }) => ({
        provider: provider.id,
        label: provider.label,
        description: provider.description,
        website: provider.website,
        fields: provider.fields,
        modelTypes: provider.modelTypes,
        isConfigured: configs.length > 0,
        isValid: configs.some((config) => config.isValid && config.status !== "undecryptable"),
        configs: configs.map(toRestProviderConfig),
        models: models.filter((model) => model.provider === provider.id).map(toRestModel),
      }));
      return { status: 200, body };
    },
  }),
  restRoute({
    method: "POST",
    path: "/api/providers/validate",
    permission: "providers.write",
    summary: "Tests credentials with the provider, free of charge; saves nothing.",
    input: restValidateInput,
    output: restValidateResult,
    async handle({ context, input }) {
      requireProvider(input.provider);
      try {
        const report = await verifyProviderValues(context, input);
        const error = report.isValid ? {} : { error: failureOf(report).message };
        return { status: 200, body: { valid: report.isValid, ...error, stages: report.stages } };
      } catch (error) {
        if (!isAppError(error) || !["invalid_request", "egress_blocked"].includes(error.code)) throw error;
        return { status: 200, body: { valid: false, error: error.message, stages: [] } };
      }
    },
  }),
  restRoute({
    method: "POST",
    path: "/api/providers",
    permission: "providers.write",
    summary: "Tests and saves a provider config, then reads its models. 422 with the stages when the test fails.",
    input: restProviderInput,
    output: restSavedProvider,
    async handle({ context, input, exchange }) {
      const { isNew, result } = await saveProvider(context, input);
      if (!result.config) {
        if (result.verification) return refusedTest(result.verification, exchange.requestId);
        throw new AppError("internal");
      }
      const models = (await listTenantModels(context, { providerConfigId: result.config.id })).filter(
        (model) => model.isCallable,
      );
      const [config = result.config] = await loadProviderConfigViews(context, { id: result.config.id });
      return {
        status: isNew ? 201 : 200,
        body: { ...toRestProviderConfig(config), jobId: result.jobId, models: models.map(toRestModel) },
      };
    },
  }),
  restRoute({
    method: "DELETE",
    path: "/api/providers/:provider",
    permission: "providers.write",
    summary:
      "Removes the provider config of that name (by default the provider's id), its models, and defaults that point to it.",
    input: restRemoveProviderInput,
    output: z.object({ id: z.string(), provider: z.string(), name: z.string() }),
    async handle({ context, params, input }) {
      const { id, provider, name } = await configNamed(context, params.provider ?? "");
      await removeProviderConfig(context, { id, confirm: input.confirm });
      return { status: 200, body: { id, provider, name } };
    },
  }),
];

/** By name; else the only config of that provider. */
async function configNamed(context: ServiceContext, wanted: string): Promise<ProviderConfigView> {
  const configs = await loadProviderConfigViews(context);
  const named = configs.find((config) => config.name === wanted);
  if (named) return named;
  const [first, ...more] = configs.filter((config) => config.provider === wanted);
  if (!first)
    throw new AppError("not_found", `No provider config is named "${wanted}". List them with GET /api/providers.`);
  if (more.length === 0) return first;
  const names = [first, ...more].map((config) => config.name).join(", ");
  throw new AppError("conflict", `There are several configs of ${wanted}: ${names}. Name the one to remove.`, {
    param: "provider",
  });
}
