import { z } from "zod";
import { type TemplateView, templateView } from "@/lib/contracts/template";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";

const rows = z.array(templateView);

interface Wanted {
  ids?: readonly string[];
  taskType?: string;
  /** Only the organization's own, all versions, the newest first. */
  versionsOf?: string;
}

/** The organization's templates and the public ones, the latest of each name unless one or its versions are asked for. Row level security decides what is seen. */
export async function selectTemplates(
  tx: TenantTransaction,
  { ids, taskType, versionsOf }: Wanted,
): Promise<TemplateView[]> {
  const isLatestOnly = ids === undefined && versionsOf === undefined;
  const found = await tx.$queryRaw`
    SELECT id, name, description, task_type AS "taskType", template, variables, model_overrides AS "modelOverrides",
      is_public AS "isPublic", tenant_id = sluice_tenant_id() AS "isOwn", version, created_at AS "createdAt", updated_at AS "updatedAt"
    FROM prompt_templates t
    WHERE (tenant_id = sluice_tenant_id() OR is_public)
      ${ids === undefined ? Prisma.empty : Prisma.sql`AND id = ANY(${[...ids]}::uuid[])`}
      ${versionsOf === undefined ? Prisma.empty : Prisma.sql`AND tenant_id = sluice_tenant_id() AND name = ${versionsOf}`}
      ${isLatestOnly ? LATEST : Prisma.empty}
      ${taskType === undefined ? Prisma.empty : Prisma.sql`AND task_type = ${taskType}`}
    ORDER BY name, (tenant_id = sluice_tenant_id()) DESC, version DESC, id`;
  return rows.parse(found);
}

// Of another organization only what is public is seen, here too: a later version that is not public hides nothing.
const LATEST = Prisma.sql`AND NOT EXISTS (
  SELECT 1 FROM prompt_templates later
  WHERE later.tenant_id = t.tenant_id AND later.name = t.name AND later.version > t.version)`;
