import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateProviderConfigInput } from "@/lib/contracts/provider-config";
import { listProviderCards } from "@/server/services/providers/list-provider-cards";
import type { ServiceContext } from "@/server/services/service-context";
import {
  createServiceHarness,
  type ScriptedUpstream,
  type ServiceHarness,
  startScriptedUpstream,
} from "@/test/service-harness";
import { createProviderConfig } from "./create-provider-config";
import { getProviderConfig } from "./get-provider-config";
import { getProviderConfigDependents } from "./get-provider-config-dependents";
import { removeProviderConfig } from "./remove-provider-config";
import { reverifyProviderConfig } from "./reverify-provider-config";
import { setDefaultProviderConfig } from "./set-default-provider-config";
import { setProviderConfigEnabled } from "./set-provider-config-enabled";
import { openValues } from "./stored-values";
import { updateProviderConfig } from "./update-provider-config";
import { verifyProviderValues } from "./verify-provider-values";

const KEY = "sk-upstream-1234567890-abcd";

let harness: ServiceHarness;
let upstream: ScriptedUpstream;
let other: ScriptedUpstream;
let acme: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
  upstream = await startScriptedUpstream({ apiKey: KEY });
  other = await startScriptedUpstream();
});
afterAll(async () => {
  await harness.close();
  await upstream.close();
  await other.close();
});

async function freshConfig(overrides: { name?: string; skipVerification?: boolean } = {}) {
  acme = await harness.addTenant();
  const saved = await createProviderConfig(acme, {
    provider: "openai",
    config: { api_key: KEY, base_url: upstream.url },
    skipVerification: false,
    ...overrides,
  });
  if (!saved.config) throw new Error(`not saved: ${JSON.stringify(saved.verification)}`);
  return { ...saved, config: saved.config };
}

function update(config: { id: string; version: number }, fields: object) {
  return updateProviderConfig(
    acme,
    updateProviderConfigInput.parse({
      id: config.id,
      version: config.version,
      config: { base_url: upstream.url },
      ...fields,
    }),
  );
}

async function storedValues(id: string) {
  const row = await acme.database.asSystem.providerConfig.findUniqueOrThrow({ where: { id } });
  return openValues(acme, row);
}

describe("saving a provider config", () => {
  it("tests it, stores it valid, makes the first one the default and starts a sync", async () => {
    const { config, verification, jobId } = await freshConfig();
    expect(verification?.isValid).toBe(true);
    expect(config).toMatchObject({
      provider: "openai",
      name: "openai",
      isValid: true,
      isDefault: true,
      healthStatus: "healthy",
      version: 1,
    });
    expect(jobId).not.toBeNull();
  });

  it("stores nothing when the test fails, and says at which stage", async () => {
    acme = await harness.addTenant();
    const result = await createProviderConfig(acme, {
      provider: "openai",
      config: { api_key: "sk-wrong-key-000", base_url: upstream.url },
      skipVerification: false,
    });
    expect(result).toMatchObject({ saved: false, config: null, jobId: null });
    expect(result.verification?.stages.find((stage) => stage.outcome === "failed")?.code).toBe("provider_auth_failed");
    expect(await acme.database.asSystem.providerConfig.count({ where: { tenantId: acme.actor.tenantId } })).toBe(0);
  });

  it("can be done without a test, and serves nothing until tested", async () => {
    const { config, jobId } = await freshConfig({ skipVerification: true });
    expect(config).toMatchObject({ status: "unverified", isValid: false, isDefault: false });
    expect(jobId).toBeNull();
  });

  it("refuses a second one of the same name", async () => {
    await freshConfig();
    await expect(
      createProviderConfig(acme, {
        provider: "openai",
        config: { api_key: KEY, base_url: upstream.url },
        skipVerification: true,
      }),
    ).rejects.toMatchObject({
      code: "conflict",
      details: { param: "name" },
    });
  });

  it("refuses an address that the operator's policy forbids, before any packet", async () => {
    acme = await harness.addTenant();
    await expect(
      createProviderConfig(acme, {
        provider: "openai",
        config: { api_key: KEY, base_url: "http://169.254.169.254/v1" },
        skipVerification: true,
      }),
    ).rejects.toMatchObject({ code: "egress_blocked" });
  });

  it("never returns, logs, audits or stores the secret in clear", async () => {
    const { config } = await freshConfig();
    await reverifyProviderConfig(acme, { id: config.id });
    const { tenantId } = acme.actor;
    const rows = await acme.database.asSystem.providerConfig.findMany({ where: { tenantId } });
    const audit = await acme.database.asSystem.auditLog.findMany({ where: { tenantId } });
    const everything = JSON.stringify([config, await listProviderCards(acme), rows, audit]) + harness.logged();
    expect(everything).not.toContain(KEY);
    expect(audit.map((row) => row.action)).toContain("provider_config.create");
    expect(config.publicConfig).toEqual({
      secrets: { api_key: { lastFour: "abcd" } },
      values: { base_url: upstream.url },
    });
  });
});

describe("changing a provider config", () => {
  it("keeps the stored secret when the field is left blank", async () => {
    const { config } = await freshConfig();
    const result = await update(config, { name: "renamed", config: { api_key: "", base_url: upstream.url } });
    expect(result.config).toMatchObject({ name: "renamed", version: 2, isValid: true });
    expect(await storedValues(config.id)).toEqual({ api_key: KEY, base_url: upstream.url });
  });

  it("keeps each of several stored secrets that is left blank, and replaces the one that is typed", async () => {
    acme = await harness.addTenant();
    const secrets = { secret_access_key: "aws-secret-0123456789-aaaa", session_token: "aws-session-0123456789-bbbb" };
    const plain = { region: "eu-central-1", access_key_id: "AKIAEXAMPLE" };
    const { config } = await createProviderConfig(acme, {
      provider: "bedrock",
      config: { ...plain, ...secrets },
      skipVerification: true,
    });
    if (!config) throw new Error("not saved");
    const rename = { name: "renamed", skipVerification: true };
    const kept = await update(config, { ...rename, config: { ...plain, secret_access_key: "", session_token: "" } });
    expect(await storedValues(config.id)).toEqual({ ...plain, ...secrets });
    const session_token = "aws-session-0123456789-cccc";
    const replaced = await update(
      { id: config.id, version: kept.config?.version ?? 0 },
      {
        ...rename,
        config: { ...plain, session_token },
      },
    );
    expect(await storedValues(config.id)).toEqual({ ...plain, ...secrets, session_token });
    expect(replaced.config?.publicConfig).toEqual({
      secrets: { secret_access_key: { lastFour: "aaaa" }, session_token: { lastFour: "cccc" } },
      values: plain,
    });
  });

  it("demands the key again when the base URL changes, and sends nothing to the new address", async () => {
    const { config } = await freshConfig();
    const seen = other.requests.length;
    await expect(update(config, { config: { base_url: other.url } })).rejects.toMatchObject({
      code: "invalid_request",
      details: { param: "config.api_key" },
    });
    await expect(
      verifyProviderValues(acme, { provider: "openai", id: config.id, config: { base_url: other.url } }),
    ).rejects.toMatchObject({ code: "invalid_request" });
    expect(other.requests.length).toBe(seen);
  });

  it("is refused to a form that was opened before another change", async () => {
    const { config } = await freshConfig();
    await update(config, { priority: 5 });
    await expect(update(config, { priority: 7 })).rejects.toMatchObject({ code: "conflict" });
  });

  it("stores nothing of a new key that the provider refuses", async () => {
    const { config } = await freshConfig();
    const result = await update(config, { config: { api_key: "sk-wrong-key-000", base_url: upstream.url } });
    expect(result.saved).toBe(false);
    expect(await storedValues(config.id)).toMatchObject({ api_key: KEY });
    expect((await getProviderConfig(acme, { id: config.id })).version).toBe(1);
  });

  it("marks it unverified when the values change without a test", async () => {
    const { config } = await freshConfig();
    const result = await update(config, {
      config: { api_key: "sk-another-key-0000", base_url: upstream.url },
      skipVerification: true,
    });
    expect(result.config).toMatchObject({ status: "unverified", isValid: false });
  });
});

describe("a provider config of another tenant", () => {
  it("is not found, whatever is asked of it", async () => {
    const { config } = await freshConfig();
    const eve = await harness.addTenant("Eve");
    const { id } = config;
    for (const attempt of [
      () => getProviderConfig(eve, { id }),
      () => getProviderConfigDependents(eve, { id }),
      () => removeProviderConfig(eve, { id, confirm: true }),
      () => reverifyProviderConfig(eve, { id }),
      () => setDefaultProviderConfig(eve, { id }),
      () => setProviderConfigEnabled(eve, { id, isEnabled: false }),
      () => updateProviderConfig(eve, updateProviderConfigInput.parse({ id, version: 1, config: {} })),
      () => verifyProviderValues(eve, { provider: "openai", id, config: {} }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await getProviderConfig(acme, { id })).toMatchObject({ version: 1, isEnabled: true });
    expect((await listProviderCards(eve)).flatMap((card) => card.configs)).toEqual([]);
  });
});

describe("the default provider config", () => {
  it("is one, and moves", async () => {
    const { config: first } = await freshConfig();
    const second = await createProviderConfig(acme, {
      provider: "openai",
      name: "second",
      config: { api_key: KEY, base_url: upstream.url },
      skipVerification: false,
    });
    expect(second.config?.isDefault).toBe(false);
    await setDefaultProviderConfig(acme, { id: second.config?.id ?? "" });
    expect((await getProviderConfig(acme, { id: first.id })).isDefault).toBe(false);
    expect((await getProviderConfig(acme, { id: second.config?.id ?? "" })).isDefault).toBe(true);
  });
});

describe("a secret that can't be decrypted", () => {
  it("shows on its own card and breaks no other", async () => {
    const { config } = await freshConfig();
    const healthy = await createProviderConfig(acme, {
      provider: "openai",
      name: "healthy",
      config: { api_key: KEY, base_url: upstream.url },
      skipVerification: true,
    });
    const row = await acme.database.asSystem.providerConfig.findUniqueOrThrow({
      where: { id: healthy.config?.id ?? "" },
    });
    await acme.database.asSystem.providerConfig.update({
      where: { id: config.id },
      data: { encryptedConfig: row.encryptedConfig },
    });
    const cards = (await listProviderCards(acme)).flatMap((card) => card.configs);
    expect(cards.map((card) => [card.name, card.status])).toEqual([
      ["openai", "undecryptable"],
      ["healthy", "unverified"],
    ]);
    await expect(reverifyProviderConfig(acme, { id: config.id })).rejects.toMatchObject({ code: "undecryptable" });
    const mended = await update(config, { config: { api_key: KEY, base_url: upstream.url } });
    expect(mended.config?.isValid).toBe(true);
  });
});

describe("the health of a provider config", () => {
  it("turns invalid when the key is refused, and valid again when it is taken", async () => {
    acme = await harness.addTenant();
    let isRevoked = false;
    const fickle = await startScriptedUpstream({ script: () => (isRevoked ? { status: 401 } : undefined) });
    const saved = await createProviderConfig(acme, {
      provider: "openai",
      config: { api_key: KEY, base_url: fickle.url },
      skipVerification: false,
    });
    const id = saved.config?.id ?? "";
    isRevoked = true;
    expect((await reverifyProviderConfig(acme, { id })).config).toMatchObject({
      status: "invalid",
      healthStatus: "unhealthy",
      consecutiveFailures: 1,
    });
    isRevoked = false;
    expect((await reverifyProviderConfig(acme, { id })).config).toMatchObject({
      isValid: true,
      healthStatus: "healthy",
      consecutiveFailures: 0,
    });
    await fickle.close();
    expect((await reverifyProviderConfig(acme, { id })).config).toMatchObject({
      isValid: true,
      healthStatus: "degraded",
      consecutiveFailures: 1,
    });
    await reverifyProviderConfig(acme, { id });
    expect((await reverifyProviderConfig(acme, { id })).config).toMatchObject({
      isValid: true,
      healthStatus: "unhealthy",
      consecutiveFailures: 3,
    });
  });
});

describe("removing a provider config", () => {
  it("asks first when a default points to it, then clears that default", async () => {
    const { config } = await freshConfig();
    const { tenantId } = acme.actor;
    await acme.database.asSystem.tenantModelSetting.create({
      data: { tenantId, modelType: "llm", provider: "openai", model: "gpt-test", providerConfigId: config.id },
    });
    expect((await getProviderConfigDependents(acme, { id: config.id })).defaults).toEqual(["llm"]);
    await expect(removeProviderConfig(acme, { id: config.id, confirm: false })).rejects.toMatchObject({
      code: "has_dependents",
    });
    await removeProviderConfig(acme, { id: config.id, confirm: true });
    expect(await acme.database.asSystem.tenantModelSetting.count({ where: { tenantId } })).toBe(0);
    await expect(getProviderConfig(acme, { id: config.id })).rejects.toMatchObject({ code: "not_found" });
  });
});
