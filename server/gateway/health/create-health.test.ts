import { describe, expect, it } from "vitest";
import { AppError, type ErrorCode } from "@/lib/contracts/errors";
import type { ConfigEntry } from "@/server/gateway/config/config-store";
import { findProvider } from "@/server/gateway/providers/registry";
import { configEntryOf, modelEntryOf } from "@/server/gateway/testing/config-fixtures";
import { createHealth } from "./create-health";
import type { Target } from "./target";

const clock = { nowMs: 1_000_000 };
const fresh = () => createHealth({ findProvider, now: () => clock.nowMs, random: () => 0 });

function candidate(id: string, over: Partial<ConfigEntry> = {}, modelId = "gpt-4o") {
  const secret = { encryptedConfig: `secret of ${id}` };
  return { config: configEntryOf(id, { provider: "openai", ...secret, ...over }), model: modelEntryOf(id, modelId) };
}

const error = (code: ErrorCode, upstreamStatus?: number) =>
  new AppError(code, `${code}.`, upstreamStatus === undefined ? {} : { upstreamStatus });

const fail = (target: Target, thrown: AppError) => target.failed(target.enter(), thrown, 5);

describe("health of providers", () => {
  it("D45 keeps a tenant's bad key, its 5xx and its departed clients from ever opening a circuit of another tenant", () => {
    const health = fresh();
    const ofA = health.target("a", candidate("config-a"));
    const ofB = health.target("b", candidate("config-b"));
    for (let n = 0; n < 100; n += 1) fail(ofA, error("provider_auth_failed", 401));
    for (let n = 0; n < 100; n += 1) fail(ofA, error("client_closed"));
    expect(ofA.refusal()).toMatchObject({ kind: "auth" });
    expect(ofB.refusal()).toBeNull();
    for (let n = 0; n < 100; n += 1) fail(ofA, error("provider_unavailable", 503));
    expect(ofB.refusal()).toBeNull();
  });

  it("D45 opens no circuit for clients that leave", () => {
    const target = fresh().target("a", candidate("config-a"));
    for (let n = 0; n < 100; n += 1) fail(target, error("client_closed"));
    expect(target.refusal()).toBeNull();
  });

  it("closes a vendor's host to all once the calls of two tenants fail", () => {
    const health = fresh();
    for (const tenant of ["a", "b", "a", "b", "a"])
      fail(health.target(tenant, candidate(`config-${tenant}`)), error("provider_unavailable", 503));
    expect(health.target("c", candidate("config-c")).refusal()).toMatchObject({
      kind: "upstream",
      reason: expect.not.stringContaining("provider_unavailable"),
    });
    expect(health.openCircuits("c")).toMatchObject([{ configId: "config-c", isShared: true }]);
    expect(health.closeCircuits("c", "config-c")).toBe(0);
  });

  it("keeps what happens at an address of a tenant's own between that tenant and its address", () => {
    const health = fresh();
    const own = { baseUrl: "https://llm.example/v1" };
    for (const tenant of ["a", "b"])
      for (let n = 0; n < 5; n += 1)
        fail(health.target(tenant, candidate(`config-${tenant}`, own)), error("provider_timeout"));
    expect(health.target("a", candidate("config-a", own)).refusal()).toMatchObject({ kind: "upstream" });
    expect(health.target("c", candidate("config-c", own)).refusal()).toBeNull();
  });

  it("holds a refused key against all models of its config, and a limit or a refused model against that model alone", () => {
    const health = fresh();
    const [one, other] = [candidate("c", {}, "one"), candidate("c", {}, "other")];
    fail(health.target("a", one), error("provider_rate_limited", 429));
    fail(health.target("a", one), error("provider_auth_failed", 403));
    expect(health.target("a", one).refusal()).toMatchObject({ kind: "access" });
    expect(health.target("a", other).refusal()).toBeNull();
    fail(health.target("a", one), error("provider_auth_failed", 401));
    expect(health.target("a", other).refusal()).toMatchObject({ kind: "auth" });
  });

  it("forgets what it held against a key as soon as another one is saved", () => {
    const health = fresh();
    fail(health.target("a", candidate("c")), error("provider_auth_failed", 401));
    expect(health.target("a", candidate("c", { encryptedConfig: "another" })).refusal()).toBeNull();
  });

  it("shows a tenant its own open circuits with their reasons, and closes them at its word", () => {
    const health = fresh();
    fail(health.target("a", candidate("c")), error("provider_auth_failed", 401));
    expect(health.openCircuits("a")).toMatchObject([
      { configId: "c", kind: "auth", state: "open", reason: "provider_auth_failed.", model: null },
    ]);
    expect(health.openCircuits("b")).toEqual([]);
    expect(health.closeCircuits("b", "c")).toBe(0);
    expect(health.closeCircuits("a", "c")).toBe(1);
    expect(health.target("a", candidate("c")).refusal()).toBeNull();
  });

  it("hands over what calls told about a config once", () => {
    const health = fresh();
    const target = health.target("a", candidate("c"));
    target.answered(target.enter(), 120);
    fail(target, error("provider_unavailable", 503));
    fail(target, error("provider_rejected", 400));
    expect(health.drain()).toMatchObject([
      { configId: "c", answered: 2, failed: 1, failuresInARow: 0, isKeyRefused: false },
    ]);
    expect(health.drain()).toEqual([]);
  });
});
