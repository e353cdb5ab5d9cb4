import { AppError } from "@/lib/contracts/errors";
import { findProvider } from "@/server/gateway";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";

/** The provider of that id; throws `invalid_request` naming it when Sluice does not speak to it. */
export function requireProvider(id: string, param = "provider"): ProviderDefinition {
  const definition = findProvider(id);
  if (definition) return definition;
  throw new AppError("invalid_request", `There is no provider "${id}". List the providers with GET /api/providers.`, {
    param,
  });
}
