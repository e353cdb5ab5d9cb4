import type { ProfileView } from "@/lib/contracts/profile";
import { checkConfiguration } from "@/server/services/configuration/check-configuration";
import { loadDocument } from "@/server/services/configuration/load-document";
import { loadGround } from "@/server/services/configuration/load-ground";
import type { ServiceContext } from "@/server/services/service-context";
import { estimateCost } from "./estimate-cost";
import { findDependents } from "./find-dependents";
import { selectUsageSpread } from "./select-usage-spread";

/** The organization's profiles, with what they cost, how they do, what uses them, and what is wrong with them. */
export async function listProfiles(
  context: Pick<ServiceContext, "database" | "actor" | "gateway" | "now">,
): Promise<ProfileView[]> {
  const { actor, database, gateway, now } = context;
  const { tenantId } = actor;
  return database.inTenant(tenantId, async (tx) => {
    const document = await loadDocument(tx, tenantId);
    const { faults, warnings } = checkConfiguration(document, await loadGround(tx));
    const spreads = await selectUsageSpread(tx, tenantId, "profile", now());
    const models = gateway.callableModels(tenantId);
    const views: ProfileView[] = [];
    for (const [name, profile] of Object.entries(document.profiles)) {
      const of = (all: typeof faults) =>
        all.filter(({ path }) => path.startsWith(`profiles.${name}.`)).map(({ reason }) => reason);
      const spread = spreads.get(name);
      const model = models.find((each) => each.modelId === profile.model && each.provider === profile.provider);
      views.push({
        name,
        profile,
        isDefault: document.default_profile === name,
        warnings: of(warnings),
        faults: of(faults),
        usedBy: await findDependents(tx, document, name),
        estimate: estimateCost(
          model ?? models.find((each) => each.modelId === profile.model),
          spread && {
            callCount: spread.callCount,
            inputTokens: [spread.inputLow ?? 0, spread.inputHigh ?? 0],
            outputTokens: [spread.outputLow ?? 0, spread.outputHigh ?? 0],
          },
        ),
        requestCount7d: spread?.callCount ?? 0,
        p95LatencyMs: spread?.p95LatencyMs ?? null,
        successRate7d: spread?.successRate ?? null,
      });
    }
    return views;
  });
}
