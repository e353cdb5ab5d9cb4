"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { SelectItem } from "@/components/ui/select";
import type { ModelTarget } from "@/lib/contracts/profile";

/** A target as one text for a select. Names of provider configs hold no slash at their end, models may hold any. */
export const toOption = ({ provider, model }: ModelTarget) => `${provider}/${model}`;

export function fromOption(option: string): ModelTarget {
  const slash = option.indexOf("/");
  return { provider: option.slice(0, slash), model: option.slice(slash + 1) };
}

/** Every callable chat model, by the name of its provider config; and the one that is set, should it be gone. */
export function useTargets(current?: string): string[] {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.modelSettings.list.queryOptions());
  const models = data
    .filter(({ modelType }) => modelType === "llm")
    .flatMap(({ options }) =>
      options.map((each) => toOption({ provider: each.providerConfigName, model: each.model })),
    );
  return current === undefined || models.includes(current) ? models : [current, ...models];
}

export function TargetOptions({ targets }: { targets: readonly string[] }) {
  return targets.map((target) => (
    <SelectItem key={target} value={target}>
      {target}
    </SelectItem>
  ));
}
