import { AppError } from "@/lib/contracts/errors";
import { TASK_FAMILIES } from "@/lib/contracts/routing";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";

const known = new WeakMap<TenantSnapshot, ReadonlySet<string>>();

/** Every task type that calls of the tenant can be routed by. */
export function knownTasksOf(tenant: TenantSnapshot): ReadonlySet<string> {
  let tasks = known.get(tenant);
  if (!tasks) {
    tasks = new Set([
      ...Object.keys(TASK_FAMILIES),
      ...tenant.routing.taskTypes,
      ...tenant.models.flatMap((model) => model.bestFor),
    ]);
    known.set(tenant, tasks);
  }
  return tasks;
}

/** Throws `unknown_task_type`: a misspelt task would be routed as if it had none, and nobody would notice. */
export function requireKnownTask(tenant: TenantSnapshot, taskType: string): void {
  const tasks = knownTasksOf(tenant);
  if (tasks.has(taskType)) return;
  throw new AppError(
    "unknown_task_type",
    `No task type "${taskType}" is known, so the request can't be routed by it. Known are ${[...tasks].toSorted().join(", ")}. Add yours to the routing policy, or name a model.`,
    { param: "taskType" },
  );
}
