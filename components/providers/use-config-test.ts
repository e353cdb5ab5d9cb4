"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import type { Verification } from "./verification-panel";

export interface ConfigTest {
  /** The config under test, or whose outcome is still shown. */
  configId: string | null;
  report: Verification | null;
  error: unknown;
  run(configId: string): void;
  close(): void;
}

/** Tests a stored config again; `onSync` hears of the model sync that a first success starts. */
export function useConfigTest(onSync: (jobId: string) => void): ConfigTest {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const test = useMutation(
    trpc.providerConfigs.reverify.mutationOptions({
      onSuccess: ({ jobId }) => {
        if (jobId) onSync(jobId);
      },
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return {
    configId: test.variables?.id ?? null,
    report: test.data?.verification ?? null,
    error: test.error,
    run: (id) => test.mutate({ id }),
    close: test.reset,
  };
}
