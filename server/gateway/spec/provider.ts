import type { AppError } from "@/lib/contracts/errors";
import type { ModelType } from "@/lib/contracts/model-type";
import type { CredentialField, LocalText, ProviderGroup } from "@/lib/contracts/provider";
import type { CallSignal } from "./call-signal";
import type { ChatCapability } from "./chat";
import type { EmbeddingCapability } from "./embedding";
import type { NativeRequest } from "./native-request";
import type { RerankCapability } from "./rerank";
import type { Secret } from "./secret";
import type { SpeechCapability } from "./speech";
import type { TranscriptionCapability } from "./transcription";
import type { OutgoingRequest, Transport } from "./transport";

/** A tenant's credentials for a provider, decrypted for one call. */
export interface Credentials {
  apiKey: Secret | undefined;
  /** Without a trailing slash; the provider's own default when the tenant gave none. */
  baseUrl: string;
  /** Every other declared field of kind "secret", by its name. */
  secrets: Readonly<Record<string, Secret>>;
  /** Every other declared field, by its name. */
  settings: Readonly<Record<string, string>>;
}

/** What a provider's function gets with each call, besides the request. */
export interface CallContext {
  /** The model's id as the upstream names it; the request's own `model` is what the client wrote. */
  modelId: string;
  credentials: Credentials;
  http: Transport;
  signal: CallSignal;
  /** The client's own request, where the capability `speaks` its dialect. */
  native?: NativeRequest;
}

export interface ListedModel {
  id: string;
  /**
   * What the catalog is asked for, where the id does not say what is charged: `openai/<model>` behind an Azure deployment, Bedrock's
   * `us.<model>` for one run in the United States, Vertex AI's `global/<model>` or `regional/<model>`.
   */
  baseModelId?: string;
  displayName?: string;
  /** When the listing itself says so; else the catalog and the classifier decide. */
  type?: ModelType;
  contextWindow?: number;
  maxOutputTokens?: number;
  /** USD per million units as decimal strings when the listing carries prices (OpenRouter). */
  pricesPerMillion?: Record<string, string>;
}

/**
 * One provider: data and pure wire mapping. No retry, no log, no env, no tenants.
 * A capability key is the claim of support; there is no second list to keep in step.
 */
export interface ProviderDefinition {
  /** Stable key, e.g. "openai". */
  id: string;
  /** Its place among the providers people see. */
  order: number;
  /** Where people look for it. */
  group: ProviderGroup;
  label: LocalText;
  description: LocalText;
  /** Where a person gets a key. */
  keyUrl?: string;
  website: string;
  /** Drawn as the configuration form; `api_key` and `base_url` are the well-known names. */
  fields: readonly CredentialField[];
  /** Used when `base_url` is blank; absent when the tenant must give one. */
  defaultBaseUrl?: string;
  /** True for servers a tenant runs itself: their models are enabled on first sync at an explicit price of 0. */
  isSelfHosted?: boolean;
  /** True when calls never leave the process (the sandbox). */
  isLocal?: boolean;
  headers(credentials: Credentials): Record<string, string>;
  /**
   * For providers whose authorisation depends on the request (SigV4) or on a token that has to be fetched first: headers merged over
   * all others just before sending. `http` is for that fetch; send it with `isOpen`, or it would authorise itself without end.
   */
  authorize?(outgoing: OutgoingRequest, credentials: Credentials, http: Transport): Promise<Record<string, string>>;
  /** The provider's error dialect: a non-2xx answer (or an error object in a stream) as a typed error. `body` is parsed JSON where possible, else text. */
  readError(answer: { status: number; headers: Readonly<Record<string, string>>; body: unknown }): AppError;
  /** Free of charge; also the health probe and the "auth" stage of a test. */
  listModels(context: Omit<CallContext, "modelId">): Promise<ListedModel[]>;
  llm?: ChatCapability;
  text_embedding?: EmbeddingCapability;
  rerank?: RerankCapability;
  tts?: SpeechCapability;
  speech_to_text?: TranscriptionCapability;
}
