import type { CallContext } from "@/server/gateway/spec/provider";

/** Anthropic's SDK takes the base URL without /v1, everyone else with it; both work here. */
export function pathOf({ credentials }: Pick<CallContext, "credentials">, path: string): string {
  return /\/v\d+$/.test(credentials.baseUrl) ? path : `/v1${path}`;
}
