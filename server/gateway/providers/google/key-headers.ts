import type { Credentials } from "@/server/gateway/spec/provider";

/** Google's header for API keys, or nothing where no key is set. */
export function googleKeyHeaders({ apiKey }: Credentials): Record<string, string> {
  return apiKey === undefined ? {} : { "x-goog-api-key": apiKey.reveal() };
}
