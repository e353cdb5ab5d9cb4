"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import type { ProviderView } from "@/lib/contracts/provider";
import type { ProviderConfigView, SaveProviderConfigResult } from "@/lib/contracts/provider-config";
import { type ConfigFormValues, toConfigInput } from "./config-form-values";

export interface SaveOptions {
  provider: ProviderView;
  /** The config as the form read it; null creates one. */
  config: ProviderConfigView | null;
  values: ConfigFormValues;
  skipVerification: boolean;
}

/** Saves the form; rejects when the server refuses, resolves with `saved: false` when the test failed. */
export function useSaveConfig(): (options: SaveOptions) => Promise<SaveProviderConfigResult> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const creation = useMutation(trpc.providerConfigs.create.mutationOptions());
  const change = useMutation(trpc.providerConfigs.update.mutationOptions());
  return async ({ provider, config, values, skipVerification }) => {
    const input = { ...toConfigInput(provider, values), skipVerification };
    const result = config
      ? await change.mutateAsync({ ...input, id: config.id, version: config.version })
      : await creation.mutateAsync({ ...input, provider: provider.id });
    if (result.saved) void queryClient.invalidateQueries();
    return result;
  };
}
