import { createEgress, type Egress } from "@/server/gateway/egress/create-egress";
import { createTransport, type TransportTimeouts } from "@/server/gateway/egress/create-transport";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import type { NativeRequest } from "@/server/gateway/spec/native-request";
import type { CallContext, Credentials, ProviderDefinition } from "@/server/gateway/spec/provider";
import { Secret } from "@/server/gateway/spec/secret";

/** An egress for tests that may reach loopback. */
export function loopbackEgress(): Egress {
  return createEgress({ allowPrivateHosts: ["127.0.0.1", "localhost"], isOffline: false });
}

/** A provider's call context over the real transport. */
export function callContext(options: {
  definition: ProviderDefinition;
  egress: Egress;
  baseUrl: string;
  modelId: string;
  apiKey?: string;
  settings?: Record<string, string>;
  signal?: CallSignal;
  timeouts?: Partial<TransportTimeouts>;
  headers?: Record<string, string>;
  native?: NativeRequest;
}): CallContext {
  const { definition, egress, modelId, timeouts, headers } = options;
  const signal = options.signal ?? new AbortController().signal;
  const secrets: Record<string, Secret> = {};
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.settings ?? {})) {
    if (definition.fields.find((field) => field.name === name)?.kind === "secret") secrets[name] = new Secret(value);
    else settings[name] = value;
  }
  const credentials: Credentials = {
    apiKey: options.apiKey === undefined ? undefined : new Secret(options.apiKey),
    baseUrl: options.baseUrl,
    secrets,
    settings,
  };
  const http = createTransport({
    egress,
    definition,
    credentials,
    signal,
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(headers === undefined ? {} : { headers }),
  });
  return { modelId, credentials, http, signal, ...(options.native === undefined ? {} : { native: options.native }) };
}
