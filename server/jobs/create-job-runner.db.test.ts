import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { createDatabase, type Database } from "@/server/db/client";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { createJobRunner, type JobRunner } from "./create-job-runner";
import type { JobHandler, RunningJob } from "./job-handler";

let testDatabase: TestDatabase;
let database: Database;
let tenantId: string;
let runners: JobRunner[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  tenantId = (await database.asSystem.tenant.create({ data: { name: "Acme", slug: "acme" } })).id;
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(() => {
  runners = [];
  return async () => {
    await Promise.all(runners.map((runner) => runner.close()));
    await database.asSystem.job.deleteMany();
  };
});

function runnerOf(work: JobHandler): JobRunner {
  const runner = createJobRunner({ database, handlers: { work }, log: () => undefined });
  runners.push(runner);
  return runner;
}

const start = (runner: JobRunner, id = crypto.randomUUID() as string) =>
  runner.start({ tenantId, kind: "work", target: { id, name: "target" }, createdById: null });
const rowOf = (id: string) => database.asSystem.job.findUniqueOrThrow({ where: { id } });
const reaches = (id: string, status: string) =>
  expect.poll(async () => (await rowOf(id)).status, { timeout: 10_000, interval: 20 }).toBe(status);

/** Work that ends when told to, or when it is aborted. */
function gate() {
  const running: RunningJob[] = [];
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const work: JobHandler = async (job) => {
    running.push(job);
    const aborted = new Promise<never>((_, reject) =>
      job.signal.addEventListener("abort", () => reject(job.signal.reason)),
    );
    await Promise.race([opened, aborted]);
    return { done: true };
  };
  return { work, running, open: () => open() };
}

describe("a job", () => {
  it("runs, reports, and keeps its result", async () => {
    const id = await start(
      runnerOf(async (job) => {
        job.report({ done: 3, total: 4, item: "third" });
        await expect.poll(async () => (await rowOf(job.id)).progressDone).toBe(3);
        return { answer: 42 };
      }),
    );
    await reaches(id, "succeeded");
    expect(await rowOf(id)).toMatchObject({
      result: { answer: 42 },
      progressTotal: 4,
      currentItem: null,
      finishedAt: expect.any(Date),
    });
  });

  it("that fails says why, and hides what nobody foresaw", async () => {
    const known = await start(runnerOf(async () => Promise.reject(new AppError("provider_timeout", "Too slow."))));
    await reaches(known, "failed");
    expect(await rowOf(known)).toMatchObject({ errorCode: "provider_timeout", errorMessage: "Too slow." });
    await Promise.all(runners.map((runner) => runner.close()));
    const unknown = await start(runnerOf(async () => Promise.reject(new Error("password=hunter2"))));
    await reaches(unknown, "failed");
    expect((await rowOf(unknown)).errorMessage).not.toContain("hunter2");
  });

  it("is one per target, and two run at once", async () => {
    const { work, running, open } = gate();
    const runner = runnerOf(work);
    const ids = await Promise.all(["a", "a", "b", "c"].map((target) => start(runner, target)));
    expect(new Set(ids).size).toBe(3);
    await expect.poll(() => running.length).toBe(2);
    expect(await database.asSystem.job.count({ where: { status: "queued" } })).toBe(1);
    open();
    for (const id of ids) await reaches(id, "succeeded");
    expect(running).toHaveLength(3);
  });

  it("is done once, however many processes share the queue", async () => {
    const seen: string[] = [];
    const work: JobHandler = async (job) => {
      seen.push(job.id);
      return {};
    };
    const [one] = [runnerOf(work), runnerOf(work), runnerOf(work)];
    const ids = await Promise.all(Array.from({ length: 12 }, () => start(one)));
    for (const id of ids) await reaches(id, "succeeded");
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  it("is cancelled within a second, also by another process, and then may not save", async () => {
    const { work, running } = gate();
    const id = await start(runnerOf(work));
    await reaches(id, "running");
    const other = createJobRunner({ database, handlers: {}, log: () => undefined });
    const askedAtMs = Date.now();
    expect(await other.cancel(tenantId, id)).toBe(true);
    await other.close();
    const [job] = running;
    await expect(database.inTenant(tenantId, async (tx) => job?.confirm(tx))).rejects.toMatchObject({
      code: "client_closed",
    });
    await reaches(id, "cancelled");
    expect(Date.now() - askedAtMs).toBeLessThan(1_500);
    expect(await other.cancel(tenantId, id)).toBe(false);
  });

  it("of a dead process is taken over, and the dead one may no longer save", async () => {
    const { work, running, open } = gate();
    const id = await start(runnerOf(work));
    await reaches(id, "running");
    const [first] = running;
    await database.asSystem.job.update({ where: { id }, data: { heartbeatAt: new Date(Date.now() - 60_000) } });
    runnerOf(work);
    await expect.poll(() => running.length, { timeout: 5_000 }).toBe(2);
    await expect(database.inTenant(tenantId, async (tx) => first?.confirm(tx))).rejects.toMatchObject({
      code: "client_closed",
    });
    open();
    await reaches(id, "succeeded");
  });

  it("that killed its process three times is not tried again", async () => {
    const { work, running } = gate();
    const { id } = await database.asSystem.job.create({
      data: {
        tenantId,
        kind: "work",
        status: "running",
        result: { tries: 3 },
        heartbeatAt: new Date(Date.now() - 60_000),
      },
    });
    runnerOf(work);
    await reaches(id, "failed");
    expect(running).toEqual([]);
  });

  it("goes back to the queue when the process stops before it is done", { timeout: 30_000 }, async () => {
    const { work } = gate();
    const runner = runnerOf(work);
    const id = await start(runner);
    await reaches(id, "running");
    await runner.close();
    expect((await rowOf(id)).status).toBe("queued");
  });
});
