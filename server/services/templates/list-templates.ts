import type { ListTemplatesInput, TemplateView } from "@/lib/contracts/template";
import type { ServiceContext } from "@/server/services/service-context";
import { selectTemplates } from "./select-templates";

/** The latest version of every template that the organization may use, by name; or every version of one. */
export function listTemplates(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  input: ListTemplatesInput,
): Promise<TemplateView[]> {
  return database.inTenant(actor.tenantId, (tx) => selectTemplates(tx, input));
}
