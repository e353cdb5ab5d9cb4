import { AppError, toAppError } from "@/lib/contracts/errors";
import type { ConfigEntry, DrillEntry } from "@/server/gateway/config/config-store";
import { createTransport, type TransportTimeouts } from "@/server/gateway/egress/create-transport";
import { hostOf } from "@/server/gateway/health/host-of";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import type { Credentials, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { Transport } from "@/server/gateway/spec/transport";
import { feignUpstream } from "./feign-upstream";

export interface FeignedCall {
  drill: Pick<DrillEntry, "fault" | "retryAfterSeconds">;
  definition: ProviderDefinition;
  config: ConfigEntry;
  isStream: boolean;
  signal: CallSignal;
  timeouts: Partial<TransportTimeouts> | undefined;
}

/** The error that a call would end with if its upstream really failed so: through the same transport and the provider's own reading of errors. */
export async function feignFailure({
  drill,
  definition,
  config,
  isStream,
  signal,
  timeouts,
}: FeignedCall): Promise<AppError> {
  const place = hostOf(definition, config);
  // A config whose address is made of other settings has no host to show.
  const host = place.host === config.id ? config.name : place.host;
  const http = createTransport({
    egress: feignUpstream(drill, host),
    definition,
    credentials: withoutSecrets(host),
    signal,
    ...(timeouts === undefined ? undefined : { timeouts }),
  });
  try {
    await read(http, isStream);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "client_closed" || error.code === "internal") return error;
    return new AppError(error.code, `Fallback drill: ${error.message}`, { ...error.details, isDrill: true });
  }
  return new AppError("internal");
}

/** Nothing of the config's own is decrypted for what never goes out. */
export function withoutSecrets(host: string): Credentials {
  return { apiKey: undefined, baseUrl: `https://${host}`, secrets: {}, settings: {} };
}

async function read(http: Transport, isStream: boolean): Promise<void> {
  // Open, for a provider's own headers need its key.
  const request = { path: "/", isOpen: true };
  if (!isStream) {
    await http.json(request);
    return;
  }
  const events = (await http.events(request))[Symbol.asyncIterator]();
  while (!(await events.next()).done);
}
