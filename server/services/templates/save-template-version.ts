import { AppError } from "@/lib/contracts/errors";
import type { SaveTemplateVersionInput, TemplateView } from "@/lib/contracts/template";
import { isUniqueViolation } from "@/server/db/is-unique-violation";
import type { ServiceContext } from "@/server/services/service-context";
import { storeVersion } from "./store-version";

/** Saves an edit as the next version. Throws `not_found`, and `conflict` where somebody has saved one since. */
export function saveTemplateVersion(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { baseVersion, ...input }: SaveTemplateVersionInput,
): Promise<TemplateView> {
  const { name } = input;
  return database
    .inTenant(actor.tenantId, async (tx) => {
      const latest = await tx.promptTemplate.findFirst({
        where: { name },
        orderBy: { version: "desc" },
        select: { version: true },
      });
      if (!latest) throw new AppError("not_found", `There is no template named "${name}" in this organization.`);
      if (latest.version !== baseVersion) throw outdated(name);
      return storeVersion(tx, actor, input, baseVersion + 1);
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? outdated(name) : error;
    });
}

function outdated(name: string): AppError {
  return new AppError(
    "conflict",
    `Somebody has saved a newer version of "${name}" since. Load it, then make your change again.`,
    { param: "baseVersion" },
  );
}
