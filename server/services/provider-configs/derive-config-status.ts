import type { ProviderConfigStatus } from "@/lib/contracts/provider-config";
import type { VerificationReport } from "@/lib/contracts/verification";

export interface StatusFacts {
  isDecryptable: boolean;
  isEnabled: boolean;
  isValid: boolean;
  lastVerification: VerificationReport | null;
  lastSyncedAt: Date | null;
  enabledModelCount: number;
}

/** One word for whether a config can serve, and a sentence on why not. What must be mended first comes first. */
export function deriveConfigStatus(facts: StatusFacts): { status: ProviderConfigStatus; statusReason: string | null } {
  if (!facts.isDecryptable) {
    return {
      status: "undecryptable",
      statusReason: "The stored secret can't be read with the present encryption key. Enter it again.",
    };
  }
  if (!facts.isEnabled)
    return { status: "disabled", statusReason: "Disabled: no request goes to it. Enable it to use it." };
  if (!facts.isValid) {
    const failed = facts.lastVerification?.stages.find((stage) => stage.outcome === "failed");
    if (failed) return { status: "invalid", statusReason: failed.message ?? "The last test failed. Test it again." };
    return { status: "unverified", statusReason: "Saved without a test. Test it before use." };
  }
  if (facts.enabledModelCount === 0) {
    const statusReason = facts.lastSyncedAt
      ? "No model of it is enabled. Enable one under Models."
      : "Its models are not known yet. Sync them.";
    return { status: "no_models", statusReason };
  }
  return { status: "ready", statusReason: null };
}
