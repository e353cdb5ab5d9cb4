import type { TemplateView } from "@/lib/contracts/template";
import type { TenantTransaction } from "@/server/db/client";
import { selectTemplates } from "./select-templates";

/** The templates that rows refer to, by id, as far as they are within reach. */
export async function selectUsedTemplates(
  tx: TenantTransaction,
  rows: readonly { templateId: string | null }[],
): Promise<ReadonlyMap<string, TemplateView>> {
  const ids = [...new Set(rows.flatMap(({ templateId }) => templateId ?? []))];
  const found = ids.length === 0 ? [] : await selectTemplates(tx, { ids });
  return new Map(found.map((template) => [template.id, template]));
}
