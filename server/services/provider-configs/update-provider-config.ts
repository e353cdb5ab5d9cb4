import { AppError } from "@/lib/contracts/errors";
import type { SaveProviderConfigResult, UpdateProviderConfigInput } from "@/lib/contracts/provider-config";
import { Prisma, type ProviderConfig } from "@/server/db/generated/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import { startModelSync } from "@/server/services/models/start-model-sync";
import { requireProvider } from "@/server/services/providers/require-provider";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { type ConfigValues, checkConfigValues } from "./check-config-values";
import { clearDefault, shouldBecomeDefault } from "./default-config";
import { explainTakenName } from "./explain-taken-name";
import { fingerprintValues } from "./fingerprint-values";
import { getProviderConfig } from "./get-provider-config";
import { requireProviderConfig } from "./require-provider-config";
import { runVerification } from "./run-verification";
import { openValues, sealValues } from "./stored-values";
import { toPublicConfig } from "./to-public-config";

/**
 * Saves the form over a config. Changed values, and a config that is not valid yet, are tested first; a failed test stores nothing.
 * A blank secret keeps the stored one. Throws `conflict` when the form was read at an older version.
 */
export async function updateProviderConfig(
  context: ServiceContext,
  input: UpdateProviderConfigInput,
): Promise<SaveProviderConfigResult> {
  const { actor, database, now } = context;
  const row = await requireProviderConfig(context, input.id);
  if (row.version !== input.version) throw staleForm(row.name);
  const definition = requireProvider(row.provider);
  const stored = await openValues(context, row);
  const values = checkConfigValues({ definition, given: input.config, stored, checkUrl: context.egress.check });
  const hasChanged = stored === undefined || !isSame(stored, values);

  const needsTest = (hasChanged || !row.isValid) && !input.skipVerification;
  const verification = needsTest ? await runVerification(context, definition, values) : null;
  if (verification && !verification.isValid) return { saved: false, config: null, verification, jobId: null };

  const isValid = verification ? verification.isValid : row.isValid && !hasChanged;
  const name = input.name ?? row.name;
  const encryptedConfig = await sealValues(context, row.id, values);
  await database
    .inTenant(actor.tenantId, async (tx) => {
      const isDefault = input.isDefault ?? (row.isDefault || (await shouldBecomeDefault(tx, isValid)));
      if (isDefault && !row.isDefault) await clearDefault(tx);
      const data: Prisma.ProviderConfigUncheckedUpdateInput = {
        name,
        isDefault,
        isValid,
        isEnabled: input.isEnabled,
        priority: input.priority,
        requestsPerMinute: input.requestsPerMinute,
        tokensPerMinute: input.tokensPerMinute,
        maxParallelRequests: input.maxParallelRequests,
        version: { increment: 1 },
        ...(hasChanged ? { encryptedConfig, publicConfig: toPublicConfig(definition, values) } : {}),
        ...(verification ? { lastVerification: verification, ...passedTest(now()) } : {}),
        ...(hasChanged && !verification ? { lastVerification: Prisma.DbNull, healthStatus: "unknown" } : {}),
      };
      const { count } = await tx.providerConfig.updateMany({ where: { id: row.id, version: input.version }, data });
      if (count === 0) throw staleForm(row.name);
      await writeAudit(tx, actor, {
        action: "provider_config.update",
        targetId: row.id,
        targetName: name,
        changes: changesOf(
          row,
          { ...input, name, isValid, isDefault },
          hasChanged ? fingerprintValues(definition, values, row.id) : undefined,
        ),
      });
      await tryRouteTests(tx, actor.tenantId);
    })
    .catch(explainTakenName(name));

  const needsSync = isValid && (hasChanged || row.lastSyncedAt === null);
  const jobId = needsSync ? (await startModelSync(context, { providerConfigId: row.id })).jobId : null;
  return { saved: true, config: await getProviderConfig(context, { id: row.id }), verification, jobId };
}

function passedTest(at: Date) {
  return { lastValidatedAt: at, lastHealthCheckAt: at, healthStatus: "healthy", consecutiveFailures: 0 } as const;
}

function staleForm(name: string): AppError {
  return new AppError(
    "conflict",
    `"${name}" was changed by someone else since this form was opened. Load it again, then repeat your change.`,
    {
      param: "version",
    },
  );
}

function isSame(a: ConfigValues, b: ConfigValues): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}

const AUDITED = [
  "name",
  "isDefault",
  "isValid",
  "isEnabled",
  "priority",
  "requestsPerMinute",
  "tokensPerMinute",
  "maxParallelRequests",
] as const;

/** Only what changed: field → before and after, and the form's new fingerprints. */
function changesOf(
  before: ProviderConfig,
  after: Partial<Pick<ProviderConfig, (typeof AUDITED)[number]>>,
  config: Record<string, string> | undefined,
): Record<string, Prisma.InputJsonValue | null> {
  const changed = AUDITED.filter((field) => after[field] !== undefined && after[field] !== before[field]);
  return {
    ...Object.fromEntries(changed.map((field) => [field, { before: before[field], after: after[field] ?? null }])),
    ...(config ? { config } : {}),
  };
}
