import type { GlobalEntry } from "./config-store";
import type { OperatorSnapshot } from "./operator-snapshot";
import { modelsOf } from "./resolve-effective";
import type { TenantSnapshot } from "./tenant-snapshot";

export interface CallableName {
  kind: "profile" | "processor";
  /** As it stands in `model`. */
  id: string;
  name: string;
  description: string | null;
}

/** The tenant's own profiles, the operator's stand-ins for those it has not made, then its processors. */
export function listCallableNames(
  tenant: TenantSnapshot,
  { byCategory }: OperatorSnapshot,
  hasSystemKey: (provider: string) => boolean,
): CallableName[] {
  const { profiles, processors } = tenant;
  const isReachable = ({ provider, modelId }: GlobalEntry) =>
    hasSystemKey(provider) || modelsOf(tenant, { provider, model: modelId }).length > 0;
  const ofProfile = (name: string, description: string | null): CallableName => ({
    kind: "profile",
    id: `profile:${name}`,
    name,
    description,
  });
  return [
    ...[...profiles].map(([name, { description }]) => ofProfile(name, description ?? null)),
    ...[...byCategory]
      .filter(([name, entries]) => !profiles.has(name) && entries.some(isReachable))
      .map(([name, entries]) => ofProfile(name, entries.find(isReachable)?.description || null)),
    ...processors.map(
      ({ name, taskType }): CallableName => ({
        kind: "processor",
        id: `processor:${name}`,
        name,
        description: taskType,
      }),
    ),
  ];
}
