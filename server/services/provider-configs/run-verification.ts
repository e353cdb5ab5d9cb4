import { type VerificationReport, verificationReport } from "@/lib/contracts/verification";
import { toCredentials, verifyProvider } from "@/server/gateway";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConfigValues } from "./check-config-values";

const LONGEST_MS = 30_000;

/** Tests form values along the production path. Talks to the provider: never call it inside a transaction. */
export async function runVerification(
  { egress, now }: Pick<ServiceContext, "egress" | "now">,
  definition: ProviderDefinition,
  values: ConfigValues,
  signal: AbortSignal = AbortSignal.timeout(LONGEST_MS),
): Promise<VerificationReport> {
  const report = await verifyProvider({ definition, credentials: toCredentials(definition, values), egress, signal });
  return verificationReport.parse({ ...report, checkedAt: now().toISOString() });
}
