import type { Actor } from "@/server/auth/actor";
import type { Prisma } from "@/server/db/generated/client";
import type { OperatorActor } from "./operator-actor";

export interface AuditEntry {
  /** `<noun>.<verb>`, such as `api_key.revoke`. */
  action: `${string}.${string}`;
  targetId: string | null;
  targetName: string | null;
  /** What changed, secrets as fingerprints only. */
  changes?: Prisma.InputJsonObject;
}

/** Who did it; the system does what no person or key asked for, such as the first run. An operator's change may belong to no tenant. */
export type AuditActor =
  | (Pick<Actor, "id" | "name" | "tenantId"> & { kind: Actor["kind"] })
  | SystemActor
  | OperatorActor;

interface SystemActor {
  kind: "system";
  id: null;
  name: string;
  tenantId: string;
}

/** The one method it needs of a transaction, as the app's or as the system's role. */
interface AuditTransaction {
  auditLog: { create(args: { data: Prisma.AuditLogUncheckedCreateInput }): PromiseLike<unknown> };
}

/** Records a change in the transaction that makes it: both are stored, or neither. */
export async function writeAudit(tx: AuditTransaction, actor: AuditActor, entry: AuditEntry): Promise<void> {
  const { action, targetId, targetName, changes = {} } = entry;
  await tx.auditLog.create({
    data: {
      tenantId: actor.tenantId,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      action,
      targetId,
      targetName,
      changes,
    },
  });
}
