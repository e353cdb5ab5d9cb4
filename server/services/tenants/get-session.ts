import { AppError } from "@/lib/contracts/errors";
import type { SessionView } from "@/lib/contracts/tenant";
import type { SessionUser } from "@/server/auth/actor";
import type { Database } from "@/server/db/client";
import { toTenantView } from "./tenant-view";

/** Who is signed in, where they may go, and where they are: the tenant named by its slug, else the one they joined first. */
export async function getSession(
  { database, user }: { database: Database; user: SessionUser },
  tenantSlug: string | null,
): Promise<SessionView> {
  const memberships = await database.asSystem.membership.findMany({
    where: { userId: user.id },
    include: { tenant: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const current = tenantSlug ? memberships.find(({ tenant }) => tenant.slug === tenantSlug) : memberships[0];
  if (!current) {
    throw new AppError(
      "not_found",
      tenantSlug
        ? "There is no such organization, or you are not a member of it. Ask one of its owners to add you."
        : "You are not a member of any organization. Ask an owner of one to add you.",
    );
  }
  return {
    user: { id: user.id, name: user.name, email: user.email, isOperator: user.isOperator },
    tenant: toTenantView(current.tenant),
    role: current.role,
    tenants: memberships.map(({ role, tenant: { id, name, slug } }) => ({ id, name, slug, role })),
  };
}
