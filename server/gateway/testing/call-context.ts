import { createEgress, type Egress } from "@/server/gateway/egress/create-egress";
import { createTransport, type TransportTimeouts } from "@/server/gateway/egress/create-transport";
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
  signal?: AbortSignal;
  timeouts?: Partial<TransportTimeouts>;
  headers?: Record<string, string>;
}): CallContext {
  const { definition, egress, modelId, timeouts, headers } = options;
  const signal = options.signal ?? new AbortController().signal;
  const credentials: Credentials = {
    apiKey: options.apiKey === undefined ? undefined : new Secret(options.apiKey),
    baseUrl: options.baseUrl,
    settings: options.settings ?? {},
  };
  const http = createTransport({
    egress,
    definition,
    credentials,
    signal,
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(headers === undefined ? {} : { headers }),
  });
  return { modelId, credentials, http, signal };
}
