import type { MemberView } from "@/lib/contracts/tenant";
import type { ServiceContext } from "@/server/services/service-context";
import { toMemberView, WITH_PERSON } from "./member-view";

/** In the order in which they joined. */
export async function listMembers({
  database,
  actor,
}: Pick<ServiceContext, "database" | "actor">): Promise<MemberView[]> {
  const rows = await database.inTenant(actor.tenantId, (tx) =>
    tx.membership.findMany({ include: WITH_PERSON, orderBy: [{ createdAt: "asc" }, { id: "asc" }] }),
  );
  return rows.map(toMemberView);
}
