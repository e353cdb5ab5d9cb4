import type { TenantTransaction } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";

/** A job as its handler sees it. */
export interface RunningJob {
  id: string;
  tenantId: string;
  targetId: string | null;
  targetName: string | null;
  createdById: string | null;
  /** What it was asked to do beyond its target, as the starter gave it: to be parsed by the handler. */
  params: unknown;
  /** Aborted when a person cancels, when the process stops, or when another process took the job over. */
  signal: AbortSignal;
  /** Cheap: written at most four times a second. */
  report(progress: { done: number; total: number | null; item: string | null }): void;
  /** Call it first in the transaction that saves the outcome: throws when the job was cancelled or taken over, so that nothing is saved. */
  confirm(tx: TenantTransaction): Promise<void>;
}

/** Does the work and returns what is kept as the job's result. Throws `AppError` for what a person can mend. */
export type JobHandler = (job: RunningJob) => Promise<Prisma.InputJsonValue>;
