import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { restHealth, restLlmProvider, restLlmProviderInput } from "@/lib/contracts/rest";
import { findProvider } from "@/server/gateway";
import { listTenantModels } from "@/server/services/models/list-tenant-models";
import { loadProviderConfigViews } from "@/server/services/provider-configs/load-provider-config-views";
import { reverifyProviderConfig } from "@/server/services/provider-configs/reverify-provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import { idOf } from "./id-of";
import { refusedTest } from "./refused-test";
import { type RestRoute, restRoute } from "./rest-route";
import { saveProvider } from "./save-provider";

/** What these addresses call the provider for servers of one's own. */
const SELF_HOSTED = "self_hosted";
const SELF_HOSTED_PROVIDER = "openai-compatible";

export const llmProviderRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/v1/llm/providers",
    permission: "providers.read",
    summary: "The enabled provider configs, by priority.",
    input: z.strictObject({}),
    output: z.array(restLlmProvider),
    async handle({ context }) {
      const configs = (await loadProviderConfigViews(context)).filter((config) => config.isEnabled);
      return {
        status: 200,
        body: await describe(
          context,
          configs.toSorted((a, b) => a.priority - b.priority),
        ),
      };
    },
  }),
  restRoute({
    method: "POST",
    path: "/api/v1/llm/providers",
    permission: "providers.write",
    summary: "Tests and saves a provider config, then reads its models. 422 with the stages when the test fails.",
    input: restLlmProviderInput,
    output: restLlmProvider,
    async handle({ context, input, exchange }) {
      const { baseUrl, models: _models, rateLimits, ...settings } = input.config;
      const provider = input.providerType === SELF_HOSTED ? SELF_HOSTED_PROVIDER : input.providerType;
      const { isNew, result } = await saveProvider(context, {
        provider,
        name: input.name,
        config: {
          ...settings,
          ...(baseUrl ? { base_url: baseUrl } : {}),
          ...(input.apiKey ? { api_key: input.apiKey } : {}),
        },
        requestsPerMinute: rateLimits?.requestsPerMinute,
        tokensPerMinute: rateLimits?.tokensPerMinute,
      });
      if (result.config) {
        const [body] = await describe(context, await loadProviderConfigViews(context, { id: result.config.id }));
        return { status: isNew ? 201 : 200, body };
      }
      if (result.verification) return refusedTest(result.verification, exchange.requestId);
      throw new AppError("internal");
    },
  }),
  restRoute({
    method: "POST",
    path: "/api/v1/llm/providers/:providerId/health-check",
    permission: "gateway.call",
    summary: "Probes a provider config, free of charge, and keeps the outcome.",
    input: z.unknown(),
    output: restHealth,
    async handle({ context, params }) {
      const { config, verification } = await reverifyProviderConfig(context, { id: idOf(params.providerId) });
      const latencyMs = verification?.stages.reduce((sum, stage) => sum + stage.latencyMs, 0) ?? 0;
      return { status: 200, body: { status: config?.healthStatus ?? "unknown", latencyMs } };
    },
  }),
];

async function describe(
  context: ServiceContext,
  configs: ProviderConfigView[],
): Promise<z.infer<typeof restLlmProvider>[]> {
  const models = (await listTenantModels(context, { state: "enabled" })).filter((model) => model.isCallable);
  return configs.map((config) => ({
    id: config.id,
    name: config.name,
    providerType: config.provider === SELF_HOSTED_PROVIDER ? SELF_HOSTED : config.provider,
    config: {
      baseUrl: config.publicConfig.values.base_url ?? findProvider(config.provider)?.defaultBaseUrl ?? null,
      models: models.filter((model) => model.providerConfigId === config.id).map((model) => model.modelId),
      rateLimits: { requestsPerMinute: config.requestsPerMinute, tokensPerMinute: config.tokensPerMinute },
    },
    isEnabled: config.isEnabled,
    isDefault: config.isDefault,
    priority: config.priority,
    healthStatus: config.healthStatus,
    status: config.status,
  }));
}
