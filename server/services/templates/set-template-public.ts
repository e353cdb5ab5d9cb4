import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { setTemplatePublicInput } from "@/lib/contracts/template";
import { type OperatorContext, operatorActor } from "@/server/services/audit/operator-actor";
import { writeAudit } from "@/server/services/audit/write-audit";

/**
 * Publishes one version of a template to every organization, or takes it back. The organization whose template it is finds it in its audit log.
 * Throws `not_found`, and `has_dependents` while processors of others use it.
 */
export async function setTemplatePublic(
  context: OperatorContext,
  { id, isPublic }: z.infer<typeof setTemplatePublicInput>,
): Promise<{ isPublic: boolean }> {
  return context.database.asSystem.$transaction(async (tx) => {
    const template = await tx.promptTemplate.findUnique({ where: { id } });
    if (!template) throw new AppError("not_found", "There is no such template.");
    if (template.isPublic === isPublic) return { isPublic };
    const { tenantId } = template;
    if (!isPublic) {
      const count = await tx.processor.count({ where: { templateId: id, tenantId: { not: tenantId } } });
      if (count > 0) {
        const sentence = `${count} processors of other organizations use it.`;
        throw new AppError("has_dependents", `The template stays public: ${sentence}`, { dependents: [sentence] });
      }
    }
    await tx.promptTemplate.update({ where: { id }, data: { isPublic } });
    await writeAudit(
      tx,
      { ...operatorActor(context), tenantId },
      {
        action: isPublic ? "template.publish" : "template.unpublish",
        targetId: id,
        targetName: template.name,
        changes: { version: template.version },
      },
    );
    return { isPublic };
  });
}
