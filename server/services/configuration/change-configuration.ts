import {
  type ConfigurationDocument,
  type ConfigurationFault,
  type ConfigurationPlan,
  configurationDocument,
} from "@/lib/contracts/configuration";
import { AppError } from "@/lib/contracts/errors";
import type { TenantTransaction } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { checkConfiguration } from "./check-configuration";
import { diffDocuments } from "./diff-documents";
import { findBrokenReferences } from "./find-broken-references";
import { loadDocument } from "./load-document";
import { loadGround } from "./load-ground";
import { storeDocument } from "./store-document";

type Context = Pick<ServiceContext, "database" | "actor">;

export interface ChangeRequest {
  /** As it stands in the history and the audit log. */
  action: `${string}.${string}`;
  targetName: string | null;
  /** From the configuration as it stands to what it shall be. Must have no effect of its own. */
  change(current: ConfigurationDocument): ConfigurationDocument;
}

/**
 * The one way in which a tenant's profiles, processors and defaults change: checked as a whole, stored as a whole with a version of the history
 * and an audit row, or refused as a whole with every reason. Throws `invalid_configuration`, its `fields` by path,
 * and `route_test_failed` where a route test vetoes it.
 */
export async function changeConfiguration(context: Context, request: ChangeRequest): Promise<ConfigurationPlan> {
  const { actor, database } = context;
  return database.inTenant(actor.tenantId, async (tx) => {
    await lockConfiguration(tx, actor.tenantId);
    const before = await loadDocument(tx, actor.tenantId);
    const after = request.change(before);
    const plan = await checkChange(tx, before, after);
    if (plan.faults.length > 0) throw refusalOf(plan.faults);
    if (plan.changes.length === 0) return plan;
    await storeDocument(tx, actor, before, after);
    await writeVersion(tx, context, request.action, before, after);
    await writeAudit(tx, actor, {
      action: request.action,
      targetId: null,
      targetName: request.targetName,
      changes: Object.fromEntries(
        plan.changes.map(({ path, before: was, after: is }) => [path, { before: toJson(was), after: toJson(is) }]),
      ),
    });
    await tryRouteTests(tx, actor.tenantId);
    return plan;
  });
}

/** What a change would do, and everything that speaks against it; nothing is stored. */
export async function planConfiguration(
  { database, actor }: Context,
  change: ChangeRequest["change"],
): Promise<ConfigurationPlan> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const before = await loadDocument(tx, actor.tenantId);
    return checkChange(tx, before, change(before));
  });
}

async function checkChange(
  tx: TenantTransaction,
  before: ConfigurationDocument,
  after: ConfigurationDocument,
): Promise<ConfigurationPlan> {
  const ground = await loadGround(tx);
  const checked = checkConfiguration(after, ground);
  const changes = diffDocuments(before, after);
  // What was broken before, by a model that went, must not keep the rest from being mended.
  const known = new Set(checkConfiguration(before, ground).faults.map(nameOf));
  const changed = new Set(changes.map(({ path }) => entryOf(path)));
  const faults = checked.faults.filter((fault) => !known.has(nameOf(fault)) || changed.has(entryOf(fault.path)));
  return {
    changes,
    faults: [...faults, ...(await findBrokenReferences(tx, before, after))],
    warnings: checked.warnings,
  };
}

const nameOf = ({ path, reason }: ConfigurationFault) => `${path}\n${reason}`;

/** `profiles.fast` of `profiles.fast.settings.temperature`. */
const entryOf = (path: string) => path.split(".").slice(0, 2).join(".");

export function refusalOf(faults: readonly ConfigurationFault[]): AppError {
  const sentences = faults.map(({ path, reason }) => `${path}: ${reason}`);
  return new AppError("invalid_configuration", `Nothing was saved. ${sentences.join(" ")}`, {
    fields: Object.fromEntries(faults.map(({ path, reason }) => [path, reason])),
  });
}

/** Two changes at once would each be checked against a state that the other ends. */
export async function lockConfiguration(tx: TenantTransaction, tenantId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`config ${tenantId}`}, 0))`;
}

async function writeVersion(
  tx: TenantTransaction,
  { actor }: Context,
  action: string,
  before: ConfigurationDocument,
  after: ConfigurationDocument,
): Promise<void> {
  const last = await tx.configVersion.findFirst({ orderBy: { version: "desc" }, select: { version: true } });
  const row = (version: number, document: ConfigurationDocument) => ({
    tenantId: actor.tenantId,
    version,
    document: toJson(configurationDocument.parse(document)) ?? {},
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
  });
  // The first one needs something to go back to.
  if (!last) await tx.configVersion.create({ data: { ...row(1, before), action: "config.begin" } });
  await tx.configVersion.create({ data: { ...row((last?.version ?? 1) + 1, after), action } });
}

function toJson(value: unknown): Prisma.InputJsonValue | null {
  const plain: Prisma.InputJsonValue | null = JSON.parse(JSON.stringify(value ?? null));
  return plain;
}
