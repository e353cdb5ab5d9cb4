import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/contracts/errors";
import type { CreateTemplateInput, TemplateView } from "@/lib/contracts/template";
import { detectVariables } from "@/lib/prompt-template";
import type { TenantTransaction } from "@/server/db/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { selectTemplates } from "./select-templates";

/** Writes one version with its audit row. Versions are never changed: what a call was made of stays readable. */
export async function storeVersion(
  tx: TenantTransaction,
  actor: ServiceContext["actor"],
  { template, modelOverrides, ...input }: CreateTemplateInput,
  version: number,
): Promise<TemplateView> {
  const id = randomUUID();
  const variables = detectVariables(template, ...Object.values(modelOverrides));
  await tx.promptTemplate.create({
    data: {
      id,
      tenantId: actor.tenantId,
      ...input,
      template,
      modelOverrides,
      variables,
      version,
      createdById: actor.userId ?? null,
    },
  });
  await writeAudit(tx, actor, {
    action: version === 1 ? "template.create" : "template.save_version",
    targetId: id,
    targetName: input.name,
    // Not the text: it may be long, and the version itself keeps it.
    changes: { version, taskType: input.taskType, variables, models: Object.keys(modelOverrides) },
  });
  const [stored] = await selectTemplates(tx, { ids: [id] });
  if (!stored) throw new AppError("internal");
  return stored;
}
