import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { AppError } from "@/lib/contracts/errors";
import { restRequestFilters } from "@/lib/contracts/rest";
import type { Database } from "@/server/db/client";
import type { JobHandler } from "@/server/jobs/job-handler";
import { countRequests } from "@/server/services/requests/count-requests";
import { writeRequestsCsv } from "@/server/services/requests/write-requests-csv";

const PART_BYTES = 4_000_000;
const compress = promisify(gzip);

/** Writes the file part by part; each part is kept only while the job is still this process's, and nobody has cancelled it. */
export function createRequestExportHandler({ database, now }: { database: Database; now: () => Date }): JobHandler {
  return async (job) => {
    const { tenantId, targetId } = job;
    const exportId = targetId ?? "";
    const found = await database.inTenant(tenantId, async (tx) => {
      await job.confirm(tx);
      // What an earlier try left.
      await tx.requestExportPart.deleteMany({ where: { exportId } });
      return tx.requestExport.findUnique({ where: { id: exportId } });
    });
    if (!found) throw new AppError("not_found", "The export was removed before it was written. Start it again.");
    const filters = restRequestFilters.parse(found.filters);
    const context = { database, now, actor: { tenantId } };
    const histogram = filters.from ? await countRequests(context, filters) : null;
    const total = histogram?.bars.reduce((sum, bar) => sum + bar.requestCount, 0) ?? null;

    let rows = 0;
    let part = 0;
    let bytes = 0;
    let pending: Buffer[] = [];
    const keep = async () => {
      const content = new Uint8Array(await compress(Buffer.concat(pending)));
      const data = { exportId, part, tenantId, content };
      await database.inTenant(tenantId, async (tx) => {
        await job.confirm(tx);
        await tx.requestExportPart.create({ data });
      });
      part += 1;
      bytes = 0;
      pending = [];
    };
    const csv = await writeRequestsCsv(context, filters, {
      timeZone: found.timeZone,
      onRows: (count) => {
        rows += count;
        job.report({ done: rows, total, item: null });
      },
    });
    try {
      for await (const chunk of csv) {
        job.signal.throwIfAborted();
        const buffer = Buffer.from(chunk);
        pending.push(buffer);
        bytes += buffer.length;
        if (bytes >= PART_BYTES) await keep();
      }
      if (pending.length > 0) await keep();
    } finally {
      csv.destroy();
    }
    await database.inTenant(tenantId, async (tx) => {
      await job.confirm(tx);
      await tx.requestExport.update({ where: { id: exportId }, data: { rowCount: rows } });
    });
    return { rows };
  };
}
