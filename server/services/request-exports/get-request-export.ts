import { AppError } from "@/lib/contracts/errors";
import type { RequestExportView } from "@/lib/contracts/request-export";
import type { ServiceContext } from "@/server/services/service-context";
import { listRequestExports } from "./list-request-exports";

/** Throws `not_found` for an id that is not the tenant's, and for a file that has expired. */
export async function getRequestExport(context: ServiceContext, { id }: { id: string }): Promise<RequestExportView> {
  const [found] = await listRequestExports(context, { id });
  if (found) return found;
  throw new AppError("not_found", "There is no export of that id, or it has expired. Start it again.");
}
