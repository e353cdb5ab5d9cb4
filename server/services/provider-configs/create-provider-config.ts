import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/contracts/errors";
import type { CreateProviderConfigInput, SaveProviderConfigResult } from "@/lib/contracts/provider-config";
import { Prisma } from "@/server/db/generated/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import { startModelSync } from "@/server/services/models/start-model-sync";
import { requireProvider } from "@/server/services/providers/require-provider";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { checkConfigValues } from "./check-config-values";
import { clearDefault, shouldBecomeDefault } from "./default-config";
import { explainTakenName } from "./explain-taken-name";
import { fingerprintValues } from "./fingerprint-values";
import { getProviderConfig } from "./get-provider-config";
import { runVerification } from "./run-verification";
import { sealValues } from "./stored-values";
import { toPublicConfig } from "./to-public-config";

/** Tests the values, then stores them encrypted and starts a model sync. A failed test stores nothing and returns its report. */
export async function createProviderConfig(
  context: ServiceContext,
  input: CreateProviderConfigInput,
): Promise<SaveProviderConfigResult> {
  const { actor, database, now } = context;
  const definition = requireProvider(input.provider);
  if (definition.isLocal && !context.hasSandbox) {
    throw new AppError(
      "forbidden",
      "The sandbox is switched off here. An operator can allow it with SLUICE_SANDBOX=1.",
      {
        param: "provider",
      },
    );
  }
  const name = input.name ?? definition.id;
  const values = checkConfigValues({ definition, given: input.config, checkUrl: context.egress.check });
  await refuseTakenName(context, name);

  const verification = input.skipVerification ? null : await runVerification(context, definition, values);
  if (verification && !verification.isValid) return { saved: false, config: null, verification, jobId: null };

  const id = randomUUID();
  const isValid = verification !== null;
  const encryptedConfig = await sealValues(context, id, values);
  await database
    .inTenant(actor.tenantId, async (tx) => {
      const isDefault = input.isDefault ?? (await shouldBecomeDefault(tx, isValid));
      if (isDefault) await clearDefault(tx);
      await tx.providerConfig.create({
        data: {
          id,
          tenantId: actor.tenantId,
          provider: definition.id,
          name,
          encryptedConfig,
          publicConfig: toPublicConfig(definition, values),
          isValid,
          lastValidatedAt: isValid ? now() : null,
          lastVerification: verification ?? Prisma.DbNull,
          isDefault,
          priority: input.priority,
          healthStatus: isValid ? "healthy" : "unknown",
          lastHealthCheckAt: isValid ? now() : null,
          requestsPerMinute: input.requestsPerMinute,
          tokensPerMinute: input.tokensPerMinute,
          maxParallelRequests: input.maxParallelRequests,
        },
      });
      await writeAudit(tx, actor, {
        action: "provider_config.create",
        targetId: id,
        targetName: name,
        changes: { provider: definition.id, isValid, isDefault, config: fingerprintValues(definition, values, id) },
      });
      await tryRouteTests(tx, actor.tenantId);
    })
    .catch(explainTakenName(name));

  const jobId = isValid ? (await startModelSync(context, { providerConfigId: id })).jobId : null;
  return { saved: true, config: await getProviderConfig(context, { id }), verification, jobId };
}

/** Before the test, so that nobody waits for a provider only to hear that the name is taken. */
async function refuseTakenName({ actor, database }: ServiceContext, name: string): Promise<void> {
  const taken = await database.inTenant(actor.tenantId, (tx) => tx.providerConfig.count({ where: { name } }));
  if (taken > 0) {
    throw new AppError(
      "conflict",
      `A provider config named "${name}" exists already. Choose another name, or edit that one.`,
      { param: "name" },
    );
  }
}
