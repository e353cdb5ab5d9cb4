import { AppError, toAppError } from "@/lib/contracts/errors";
import type { JobStatus } from "@/lib/contracts/job";
import type { Database, TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { type ClaimedJob, claimJob, isHopeless } from "./claim-job";
import type { JobHandler } from "./job-handler";

const MAX_AT_ONCE = 2;
const HEARTBEAT_MS = 5_000;
const CANCEL_POLL_MS = 500;
const QUEUE_POLL_MS = 2_000;
const PROGRESS_MS = 250;
const DRAIN_MS = 5_000;

export interface StartJob {
  tenantId: string;
  kind: string;
  target: { id: string; name: string };
  createdById: string | null;
  params?: Prisma.InputJsonObject;
}

export interface JobRunner {
  /** The id of the new job, or of the one that already works on the same target. */
  start(job: StartJob): Promise<string>;
  /**
   * Asks a job to stop; one that waits ends at once, one that runs within a second. False when it is not active (any more); else `note`
   * has written beside it, in the same transaction.
   */
  cancel(tenantId: string, jobId: string, note?: (tx: TenantTransaction) => Promise<void>): Promise<boolean>;
  /** Resolves once nothing of this process runs: what could not end in five seconds goes back to the queue. */
  close(): Promise<void>;
}

export interface JobRunnerOptions {
  database: Database;
  handlers: Readonly<Record<string, JobHandler>>;
  log: (message: string, error?: unknown) => void;
}

/** Background work inside the process, kept in Postgres: it survives a restart, and several replicas share one queue. */
export function createJobRunner({ database, handlers, log }: JobRunnerOptions): JobRunner {
  const active = new Map<string, { abort: AbortController; done: Promise<void> }>();
  let isClosing = false;
  let filling: Promise<void> | undefined;
  let isAskedAgain = false;

  function wake(): void {
    isAskedAgain = true;
    filling ??= fill()
      .catch((error: unknown) => log("Jobs can't be taken from the queue; trying again.", error))
      .finally(() => {
        filling = undefined;
      });
  }

  async function fill(): Promise<void> {
    while (isAskedAgain && !isClosing) {
      isAskedAgain = false;
      while (active.size < MAX_AT_ONCE && !isClosing) {
        const job = await claimJob(database);
        if (!job) break;
        const abort = new AbortController();
        const done = run(job, abort)
          .catch((error: unknown) => log("A job could not be ended; it will be taken up again.", error))
          .finally(() => {
            active.delete(job.id);
            wake();
          });
        active.set(job.id, { abort, done });
      }
    }
  }

  async function run(job: ClaimedJob, abort: AbortController): Promise<void> {
    const handler = handlers[job.kind];
    const mine = { id: job.id, status: "running", startedAt: job.startedAt } as const;
    const jobs = database.asSystem.job;
    const end = (status: JobStatus, fields: Prisma.JobUncheckedUpdateInput) =>
      jobs.updateMany({ where: mine, data: { status, finishedAt: new Date(), currentItem: null, ...fields } });

    if (!handler)
      return void (await end(
        "failed",
        failure(new AppError("internal", `No handler is known for jobs of kind "${job.kind}".`)),
      ));
    if (isHopeless(job)) {
      return void (await end(
        "failed",
        failure(new AppError("internal", "Sluice stopped three times while this job ran. Start it again.")),
      ));
    }

    const watch = watchClaim(job, abort);
    const progress = throttle((data: Prisma.JobUncheckedUpdateInput) => jobs.updateMany({ where: mine, data }));
    try {
      const result = await handler({
        id: job.id,
        tenantId: job.tenantId,
        targetId: job.targetId,
        targetName: job.targetName,
        createdById: job.createdById,
        params: job.params,
        signal: abort.signal,
        report: ({ done, total, item }) =>
          progress.push({ progressDone: done, progressTotal: total, currentItem: item }),
        confirm: async (tx) => {
          abort.signal.throwIfAborted();
          const rows = await tx.$queryRaw<{ isMine: boolean }[]>`
            SELECT (status = 'running' AND started_at = ${job.startedAt} AND NOT cancel_requested) AS "isMine"
            FROM jobs WHERE id = ${job.id}::uuid FOR UPDATE`;
          if (rows[0]?.isMine) return;
          abort.abort(CANCELLED);
          throw CANCELLED;
        },
      });
      await progress.stop();
      await end("succeeded", { result });
    } catch (error) {
      await progress.stop();
      if (abort.signal.reason === CLOSING)
        await jobs.updateMany({
          where: mine,
          data: { status: "queued", heartbeatAt: null, result: { tries: job.tries - 1 } },
        });
      else if (abort.signal.aborted) await end("cancelled", { result: Prisma.DbNull });
      else {
        const shown = toAppError(error);
        if (shown.code === "internal") log("A job failed for a reason nobody foresaw.", error);
        await end("failed", failure(shown));
      }
    } finally {
      watch.stop();
    }
  }

  /** Renews the claim, and aborts the work when a person cancels it or another process took it over. */
  function watchClaim(job: ClaimedJob, abort: AbortController) {
    let beats = 0;
    const timer = setInterval(() => {
      const isBeat = beats++ % (HEARTBEAT_MS / CANCEL_POLL_MS) === 0;
      const look = isBeat
        ? database.asSystem.$queryRaw<{ cancelRequested: boolean }[]>`
            UPDATE jobs SET heartbeat_at = clock_timestamp() WHERE id = ${job.id}::uuid AND status = 'running' AND started_at = ${job.startedAt}
            RETURNING cancel_requested AS "cancelRequested"`
        : database.asSystem.$queryRaw<{ cancelRequested: boolean }[]>`
            SELECT cancel_requested AS "cancelRequested" FROM jobs
            WHERE id = ${job.id}::uuid AND status = 'running' AND started_at = ${job.startedAt}`;
      look.then(
        ([row]) => {
          if (!row || row.cancelRequested) abort.abort(CANCELLED);
        },
        (error: unknown) => log("A running job can't be looked up; it goes on.", error),
      );
    }, CANCEL_POLL_MS);
    timer.unref();
    return { stop: () => clearInterval(timer) };
  }

  const poll = setInterval(wake, QUEUE_POLL_MS);
  poll.unref();
  wake();

  return {
    async start({ tenantId, kind, target, createdById, params }) {
      const id = await database.inTenant(tenantId, async (tx) => {
        // Two people who press the button at once get one job.
        await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${kind}:${target.id}`}, 0))::text`;
        const running = await tx.job.findFirst({
          where: { kind, targetId: target.id, status: { in: ["queued", "running"] }, cancelRequested: false },
          select: { id: true },
        });
        if (running) return running.id;
        const created = await tx.job.create({
          data: { tenantId, kind, targetId: target.id, targetName: target.name, createdById, params },
          select: { id: true },
        });
        return created.id;
      });
      wake();
      return id;
    },
    async cancel(tenantId, jobId, note) {
      const isActive = await database.inTenant(tenantId, async (tx) => {
        const ended = await tx.job.updateMany({
          where: { id: jobId, status: "queued" },
          data: { status: "cancelled", cancelRequested: true, finishedAt: new Date() },
        });
        const asked = await tx.job.updateMany({
          where: { id: jobId, status: "running" },
          data: { cancelRequested: true },
        });
        if (ended.count + asked.count === 0) return false;
        await note?.(tx);
        return true;
      });
      if (isActive) active.get(jobId)?.abort.abort(CANCELLED);
      return isActive;
    },
    async close() {
      isClosing = true;
      clearInterval(poll);
      await filling;
      const timer = setTimeout(() => {
        for (const { abort } of active.values()) abort.abort(CLOSING);
      }, DRAIN_MS);
      await Promise.all([...active.values()].map(({ done }) => done));
      clearTimeout(timer);
    },
  };
}

const CANCELLED = new AppError("client_closed", "The job was cancelled.");
const CLOSING = new AppError("not_ready", "Sluice is stopping; the job goes on after the restart.");

function failure(error: AppError) {
  return { errorCode: error.code, errorMessage: error.message, result: Prisma.DbNull };
}

/** Writes the latest value at most once per interval, never two at once; `stop` waits for the write that is under way. */
function throttle<T>(write: (value: T) => Promise<unknown>) {
  let latest: T | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  return {
    push(value: T) {
      latest = value;
      timer ??= setTimeout(() => {
        timer = undefined;
        const due = latest;
        // A lost progress figure is made good by the next one.
        if (due !== undefined) writing = writing.then(() => write(due)).catch(() => undefined);
      }, PROGRESS_MS);
    },
    async stop() {
      clearTimeout(timer);
      await writing;
    },
  };
}
