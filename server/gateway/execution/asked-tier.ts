import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { ServiceTier } from "@/server/gateway/spec/price";
import { readServiceTier } from "@/server/gateway/spec/service-tier";

/** The tier that a chat request asks for by OpenAI's `service_tier`. "auto" leaves it to the provider, which then says what it gave. */
export function askedTier({ service_tier: asked }: ChatRequest): ServiceTier | undefined {
  return asked === undefined || asked === null || asked === "auto" ? undefined : readServiceTier(asked);
}
