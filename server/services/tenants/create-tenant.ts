import { AppError } from "@/lib/contracts/errors";
import type { CreateTenantInput, TenantView } from "@/lib/contracts/tenant";
import type { SessionUser } from "@/server/auth/actor";
import type { Database } from "@/server/db/client";
import { isUniqueViolation } from "@/server/db/is-unique-violation";
import { writeAudit } from "@/server/services/audit/write-audit";
import { toTenantView } from "./tenant-view";

/** Makes an organization with the person as its first owner. Throws `conflict` when the slug is taken. */
export async function createTenant(
  { database, user }: { database: Database; user: SessionUser },
  { name, slug, timeZone }: CreateTenantInput,
): Promise<TenantView> {
  try {
    return await database.asSystem.$transaction(async (tx) => {
      const tenant = await tx.tenant.create({
        data: { name, slug, timeZone, memberships: { create: { userId: user.id, role: "owner" } } },
      });
      const actor = { kind: "user", id: user.id, name: user.name, tenantId: tenant.id } as const;
      await writeAudit(tx, actor, {
        action: "tenant.create",
        targetId: tenant.id,
        targetName: name,
        changes: { slug, timeZone },
      });
      return toTenantView(tenant);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      "conflict",
      `The address "${slug}" is taken by another organization. Choose another one.`,
      { param: "slug" },
      { cause: error },
    );
  }
}
