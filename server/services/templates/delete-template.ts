import { AppError } from "@/lib/contracts/errors";
import { isForeignKeyViolation } from "@/server/db/is-foreign-key-violation";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";

/** Whose processor it is, is not this organization's to know. */
const usedElsewhere = (name: string) =>
  new AppError("has_dependents", `The template "${name}" is public, and processors of other organizations use it.`, {
    dependents: ["Processors of other organizations use it."],
  });

/** Removes a template with all its versions. Throws `has_dependents`, listing the processors that use one, and `not_found`. */
export function deleteTemplate(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { name }: { name: string },
): Promise<{ versionCount: number }> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const ids = (await tx.promptTemplate.findMany({ where: { name }, select: { id: true } })).map(({ id }) => id);
    if (ids.length === 0) throw new AppError("not_found", `There is no template named "${name}" in this organization.`);
    const processors = await tx.processor.findMany({
      where: { templateId: { in: ids } },
      orderBy: { name: "asc" },
      select: { name: true },
    });
    const dependents = processors.map((processor) => `The processor "${processor.name}" uses it.`);
    if (dependents.length > 0)
      throw new AppError("has_dependents", `The template "${name}" is in use: ${dependents.join(" ")}`, { dependents });
    const { count } = await tx.promptTemplate.deleteMany({ where: { id: { in: ids } } }).catch((error: unknown) => {
      throw isForeignKeyViolation(error) ? usedElsewhere(name) : error;
    });
    await writeAudit(tx, actor, {
      action: "template.delete",
      targetId: null,
      targetName: name,
      changes: { versionCount: count },
    });
    return { versionCount: count };
  });
}
