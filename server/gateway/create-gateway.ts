import { LRUCache } from "lru-cache";
import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { BudgetBook } from "./budgets/create-budget-book";
import type { ResponseCache } from "./cache/create-response-cache";
import type { ApiKeyEntry, ConfigEntry, ModelEntry } from "./config/config-store";
import type { ConfigSnapshot } from "./config/create-config-snapshot";
import { toCredentials } from "./config/credentials";
import { type CallableName, listCallableNames } from "./config/list-callable-names";
import { type ConfigCall, type EffectiveConfig, resolveEffective } from "./config/resolve-effective";
import type { TenantSnapshot } from "./config/tenant-snapshot";
import type { Egress } from "./egress/create-egress";
import { boundEmbedding, boundRerank, boundTranscription } from "./execution/bound-call";
import type { Caller, CallOptions } from "./execution/caller";
import { countTokens, type TokenCount } from "./execution/count-tokens";
import { estimateAudio, estimateEmbeddingInput, estimateRerankInput } from "./execution/estimate-usage";
import { capability } from "./execution/execute";
import type { GatewayParts } from "./execution/gateway-parts";
import { runChat } from "./execution/run-chat";
import { type ChatStream, runChatStream } from "./execution/run-chat-stream";
import { type Answer, runOnce } from "./execution/run-once";
import { runSpeech, type SpeechStream } from "./execution/run-speech";
import { runTranscriptionStream, type TranscriptionStream } from "./execution/run-transcription-stream";
import { createHealth, type Health } from "./health/create-health";
import type { Ledger } from "./ledger/create-ledger";
import type { Limiter } from "./limits/create-limiter";
import { type LimitsInUse, reportUse } from "./limits/report-use";
import { findProvider } from "./providers/registry";
import type { RouteState } from "./routing/ask-route";
import { createOrigins } from "./routing/create-origins";
import { createSpeedMeter, type SpeedMeter } from "./routing/create-speed-meter";
import { keyAllowance } from "./routing/key-allowance";
import { configPlace } from "./secrets/config-place";
import type { Vault } from "./secrets/vault";
import type { ChatCall, ChatResult } from "./spec/chat";
import type { EmbeddingRequest, EmbeddingResult } from "./spec/embedding";
import type { CallContext, Credentials, ProviderDefinition } from "./spec/provider";
import type { RerankRequest, RerankResult } from "./spec/rerank";
import type { Secret } from "./spec/secret";
import type { SpeechRequest } from "./spec/speech";
import type { TranscriptionCapability, TranscriptionRequest, TranscriptionResult } from "./spec/transcription";

export interface GatewayOptions {
  snapshot: ConfigSnapshot;
  ledger: Ledger;
  egress: Egress;
  vault: Vault;
  /** What is known of models' speed at the start. */
  speed?: SpeedMeter;
  cache: ResponseCache;
  limiter: Limiter;
  /** One of its own where none is given. */
  health?: Health;
  budgets: BudgetBook;
  /** The operator's own keys by provider, lent to tenants that have no config of it for the global default. None by default. */
  systemKeys?: ReadonlyMap<string, Secret>;
}

/** The gateway's whole use: five kinds of call, and what may be called. All throw `AppError`; every call is metered, also one that fails. */
export interface Gateway {
  chat(caller: Caller, call: ChatCall, options: CallOptions): Promise<Answer<ChatResult>>;
  chatStream(caller: Caller, call: ChatCall, options: CallOptions): Promise<ChatStream>;
  /** How many input tokens the call would take; free, and not metered. */
  countTokens(caller: Caller, call: ChatCall, options: CallOptions): Promise<TokenCount>;
  embed(caller: Caller, request: EmbeddingRequest, options: CallOptions): Promise<Answer<EmbeddingResult>>;
  rerank(caller: Caller, request: RerankRequest, options: CallOptions): Promise<Answer<RerankResult>>;
  speak(caller: Caller, request: SpeechRequest, options: CallOptions): Promise<SpeechStream>;
  transcribe(caller: Caller, request: TranscriptionRequest, options: CallOptions): Promise<Answer<TranscriptionResult>>;
  /** The transcript as it is heard; in one piece from a provider that does not stream it. */
  transcribeStream(caller: Caller, request: TranscriptionRequest, options: CallOptions): Promise<TranscriptionStream>;
  /** A transcript in English, whatever was spoken. */
  translate(caller: Caller, request: TranscriptionRequest, options: CallOptions): Promise<Answer<TranscriptionResult>>;
  /** What is used of a tenant's limits at this moment. */
  limitsInUse(tenantId: string): Promise<LimitsInUse>;
  /** Models that a call of this tenant would reach now, in the order of its configs; of a key only those that it allows by name. */
  callableModels(tenantId: string, type?: ModelType, apiKeyId?: string | null): ModelEntry[];
  /** What routing decides by at this moment; for asking it what would happen. */
  routing(tenantId: string): RouteState;
  /** What this process knows of how the providers do. */
  readonly health: Health;
  /** What configuration a call would get, with the tier of each value. Throws `model_not_found`. */
  effectiveConfig(tenantId: string, call: Omit<ConfigCall, "apiKey"> & { apiKeyId: string | null }): EffectiveConfig;
  /** Providers that the environment has a key of the operator's for, whether it is lent or not. */
  readonly systemKeyProviders: readonly string[];
  /** What else `model` may say: the tenant's profiles and processors, as `profile:<name>` and `processor:<name>`. */
  callableNames(tenantId: string, apiKeyId?: string | null): CallableName[];
}

const CREDENTIALS_TTL_MS = 60_000;
const CREDENTIALS_MAX = 500;

const configValues = z.record(z.string(), z.string());

function apiKeyOf(tenant: TenantSnapshot, apiKeyId: string | null): ApiKeyEntry | undefined {
  return apiKeyId === null ? undefined : tenant.apiKeyById.get(apiKeyId);
}

const NO_KEYS: ReadonlyMap<string, Secret> = new Map();

export function createGateway({
  snapshot,
  ledger,
  egress,
  vault,
  cache,
  limiter,
  budgets,
  speed = createSpeedMeter(),
  health = createHealth({ findProvider }),
  systemKeys = NO_KEYS,
}: GatewayOptions): Gateway {
  const decrypted = new LRUCache<string, { encryptedConfig: string; credentials: Credentials }>({
    max: CREDENTIALS_MAX,
    ttl: CREDENTIALS_TTL_MS,
  });

  function credentials(
    tenantId: string,
    config: ConfigEntry,
    definition: ProviderDefinition,
  ): Credentials | Promise<Credentials> {
    if (config.isSystem) return systemCredentials(config, definition);
    const known = decrypted.get(config.id);
    return known?.encryptedConfig === config.encryptedConfig
      ? known.credentials
      : decrypt(tenantId, config, definition);
  }

  function systemCredentials({ provider }: ConfigEntry, definition: ProviderDefinition): Credentials {
    // Asked again, for a key that is no longer lent must not serve a call that was planned before.
    const key = snapshot.operator().lends(provider) ? systemKeys.get(provider) : undefined;
    return toCredentials(definition, key === undefined ? {} : { api_key: key.reveal() });
  }

  async function decrypt(tenantId: string, config: ConfigEntry, definition: ProviderDefinition): Promise<Credentials> {
    const secret = await vault.decrypt(tenantId, configPlace(config.id), config.encryptedConfig);
    const fresh = toCredentials(definition, configValues.parse(JSON.parse(secret.reveal())));
    decrypted.set(config.id, { encryptedConfig: config.encryptedConfig, credentials: fresh });
    return fresh;
  }

  function tenantOf(tenantId: string): TenantSnapshot {
    const tenant = snapshot.tenant(tenantId);
    if (tenant) return tenant;
    throw new AppError("not_ready", "This organization's configuration is not loaded yet. Try again in a moment.");
  }

  const parts: GatewayParts = {
    snapshot,
    ledger,
    egress,
    limiter,
    health,
    speed,
    origins: createOrigins(),
    cache,
    budgets,
    findProvider,
    hasSystemKey: (provider) => systemKeys.has(provider) && snapshot.operator().lends(provider),
    credentials,
  };

  function transcribe(
    caller: Caller,
    request: TranscriptionRequest,
    options: CallOptions,
    invoke: (
      hears: TranscriptionCapability,
      context: CallContext,
      definition: ProviderDefinition,
    ) => Promise<TranscriptionResult>,
  ): Promise<Answer<TranscriptionResult>> {
    const estimate = estimateAudio(request.file.size);
    return runOnce<TranscriptionResult>(
      parts,
      {
        caller,
        options,
        type: "speech_to_text",
        model: request.model,
        estimate,
        bound: () => boundTranscription(request.file.size),
        invoke: async (definition, context) => invoke(capability(definition, "speech_to_text"), context, definition),
      },
      (result) => (result.durationMs === undefined ? estimate : { audioMs: Math.ceil(result.durationMs) }),
    );
  }

  return {
    health,
    systemKeyProviders: [...systemKeys.keys()].toSorted(),
    chat: (caller, call, options) => runChat(parts, caller, call, options),
    chatStream: (caller, call, options) => runChatStream(parts, caller, call, options),
    countTokens: (caller, call, options) => countTokens(parts, caller, call, options),
    embed: (caller, request, options) =>
      runOnce<EmbeddingResult>(parts, {
        caller,
        options,
        type: "text_embedding",
        model: request.model,
        estimate: estimateEmbeddingInput(request),
        bound: () => boundEmbedding(request),
        invoke: (definition, context) => capability(definition, "text_embedding").embed(request, context),
      }),
    rerank: (caller, request, options) =>
      runOnce<RerankResult>(parts, {
        caller,
        options,
        type: "rerank",
        model: request.model,
        estimate: estimateRerankInput(request),
        bound: () => boundRerank(request),
        invoke: (definition, context) => capability(definition, "rerank").rerank(request, context),
      }),
    speak: (caller, request, options) => runSpeech(parts, caller, request, options),
    transcribe: (caller, request, options) =>
      transcribe(caller, request, options, (hears, context) => hears.transcribe(request, context)),
    transcribeStream: (caller, request, options) => runTranscriptionStream(parts, caller, request, options),
    translate: (caller, request, options) =>
      transcribe(caller, request, options, (hears, context, { label }) => {
        if (hears.translate) return hears.translate(request, context);
        throw new AppError(
          "capability_unsupported",
          `${label.en} does not translate speech. Use a provider that does, or transcribe and have a chat model translate.`,
        );
      }),
    limitsInUse: async (tenantId) => reportUse(limiter, tenantId, tenantOf(tenantId).limits),
    routing: (tenantId) => ({
      tenant: tenantOf(tenantId),
      operator: snapshot.operator(),
      hasSystemKey: parts.hasSystemKey,
      health: parts.health,
      speed: parts.speed,
    }),
    effectiveConfig(tenantId, { apiKeyId, ...call }) {
      const tenant = tenantOf(tenantId);
      return resolveEffective(tenant, snapshot.operator(), { ...call, apiKey: apiKeyOf(tenant, apiKeyId) });
    },
    callableNames(tenantId, apiKeyId = null) {
      const tenant = tenantOf(tenantId);
      const { allowsName } = keyAllowance(apiKeyOf(tenant, apiKeyId));
      return listCallableNames(tenant, snapshot.operator(), parts.hasSystemKey).filter(({ id }) => allowsName(id));
    },
    callableModels(tenantId, type, apiKeyId = null) {
      const tenant = tenantOf(tenantId);
      const { allows } = keyAllowance(apiKeyOf(tenant, apiKeyId));
      return tenant.configs
        .filter((config) => config.isEnabled && config.isValid)
        .flatMap((config) =>
          tenant.models.filter(
            (model) =>
              model.providerConfigId === config.id &&
              model.isEnabled &&
              !model.isGone &&
              allows({ config, model }) &&
              (type === undefined || model.type === type),
          ),
        );
    },
  };
}
