import { AppError } from "@/lib/contracts/errors";
import type { TemplateView } from "@/lib/contracts/template";
import type { ServiceContext } from "@/server/services/service-context";
import { selectTemplates } from "./select-templates";

/** One version of a template, own or public. Throws `not_found`. */
export async function getTemplate(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { id }: { id: string },
): Promise<TemplateView> {
  const [found] = await database.inTenant(actor.tenantId, (tx) => selectTemplates(tx, { ids: [id] }));
  if (!found) throw new AppError("not_found", "There is no such template here.");
  return found;
}
