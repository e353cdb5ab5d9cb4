import { describe, expect, it } from "vitest";
import { deriveConfigStatus, type StatusFacts } from "./derive-config-status";

const ready: StatusFacts = {
  isDecryptable: true,
  isEnabled: true,
  isValid: true,
  lastVerification: null,
  lastSyncedAt: new Date(0),
  enabledModelCount: 1,
};
const failed = {
  isValid: false,
  modelCount: null,
  checkedAt: "2026-01-01T00:00:00Z",
  stages: [{ stage: "auth" as const, outcome: "failed" as const, latencyMs: 3, message: "The key was refused." }],
};

describe("the status of a provider config", () => {
  it("is ready, without a reason, when it can serve", () => {
    expect(deriveConfigStatus(ready)).toEqual({ status: "ready", statusReason: null });
  });

  it("says first that the secret can't be read, whatever else is wrong", () => {
    expect(deriveConfigStatus({ ...ready, isDecryptable: false, isEnabled: false, isValid: false }).status).toBe(
      "undecryptable",
    );
  });

  it("quotes the stage that failed", () => {
    expect(deriveConfigStatus({ ...ready, isValid: false, lastVerification: failed })).toEqual({
      status: "invalid",
      statusReason: "The key was refused.",
    });
  });

  it("tells a config never tested from one that failed", () => {
    expect(deriveConfigStatus({ ...ready, isValid: false }).status).toBe("unverified");
  });

  it("names disabled before untested", () => {
    expect(deriveConfigStatus({ ...ready, isEnabled: false, isValid: false }).status).toBe("disabled");
  });

  it("tells models not yet synced from models all disabled", () => {
    expect(deriveConfigStatus({ ...ready, enabledModelCount: 0 }).statusReason).toContain("Enable one");
    expect(deriveConfigStatus({ ...ready, enabledModelCount: 0, lastSyncedAt: null }).statusReason).toContain("Sync");
  });
});
