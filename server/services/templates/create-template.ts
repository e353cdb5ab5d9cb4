import { AppError } from "@/lib/contracts/errors";
import type { CreateTemplateInput, TemplateView } from "@/lib/contracts/template";
import { isUniqueViolation } from "@/server/db/is-unique-violation";
import type { ServiceContext } from "@/server/services/service-context";
import { storeVersion } from "./store-version";

/** Makes a template at its version 1. Throws `conflict` for a name that is taken. */
export function createTemplate(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  input: CreateTemplateInput,
): Promise<TemplateView> {
  return database
    .inTenant(actor.tenantId, async (tx) => {
      // Its version 1 is there as long as any is: templates go whole.
      if (await tx.promptTemplate.findFirst({ where: { name: input.name }, select: { id: true } }))
        throw nameTaken(input.name);
      return storeVersion(tx, actor, input, 1);
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken(input.name) : error;
    });
}

function nameTaken(name: string): AppError {
  return new AppError(
    "conflict",
    `There is a template named "${name}" already. Choose another name, or save a new version of that one.`,
    { param: "name", fields: { name: "This name is taken." } },
  );
}
