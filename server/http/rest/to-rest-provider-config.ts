import type { z } from "zod";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import type { restProviderConfig } from "@/lib/contracts/rest";

export function toRestProviderConfig(view: ProviderConfigView): z.infer<typeof restProviderConfig> {
  const { id, provider, name, status, statusReason, isValid, isEnabled, isDefault, lastValidatedAt } = view;
  return {
    id,
    provider,
    name,
    status,
    statusReason,
    isValid,
    isEnabled,
    isDefault,
    config: view.publicConfig,
    lastValidatedAt,
  };
}
