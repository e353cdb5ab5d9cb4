import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AppError } from "@/lib/contracts/errors";
import type { ServiceContext } from "@/server/services/service-context";
import { getRequestExport } from "./get-request-export";

const expand = promisify(gunzip);

/** A finished export's file, read part by part as fast as it is taken. Throws `conflict` while it is not finished. */
export async function readRequestExport(context: ServiceContext, { id }: { id: string }): Promise<Readable> {
  const { status } = await getRequestExport(context, { id });
  if (status !== "succeeded")
    throw new AppError(
      "conflict",
      "The export is not finished, so there is no file yet. Wait for it, or start another.",
    );
  return Readable.from(parts(context, id), { objectMode: false });
}

async function* parts({ actor, database }: ServiceContext, exportId: string): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    const found = await database.inTenant(actor.tenantId, (tx) =>
      tx.requestExportPart.findUnique({ where: { exportId_part: { exportId, part } }, select: { content: true } }),
    );
    if (!found) return;
    yield await expand(found.content);
  }
}
