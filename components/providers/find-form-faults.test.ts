import { describe, expect, it } from "vitest";
import type { ProviderView } from "@/lib/contracts/provider";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { suggestName, toConfigInput, toFormValues } from "./config-form-values";
import { findFormFaults } from "./find-form-faults";

const label = { en: "Field", zh: "字段" };
const provider: ProviderView = {
  id: "openai",
  group: "vendor",
  label,
  description: label,
  website: "",
  keyUrl: null,
  defaultBaseUrl: "https://api.openai.com/v1",
  isSelfHosted: false,
  isLocal: false,
  fields: [
    { name: "api_key", kind: "secret", label, isRequired: true },
    { name: "base_url", kind: "url", label, isRequired: false },
    { name: "organization", kind: "text", label, isRequired: false },
  ],
  modelTypes: ["llm"],
};
const at = new Date(0);
const stored: ProviderConfigView = {
  id: "5b1f7a54-6d3c-4c3e-9f0e-000000000001",
  provider: "openai",
  name: "openai",
  status: "ready",
  statusReason: null,
  isValid: true,
  isEnabled: true,
  isDefault: false,
  priority: 5,
  publicConfig: { secrets: { api_key: { lastFour: "wxyz" } }, values: { base_url: "https://proxy.example/v1" } },
  healthStatus: "healthy",
  consecutiveFailures: 0,
  lastHealthCheckAt: null,
  lastValidatedAt: null,
  lastVerification: null,
  lastSyncedAt: null,
  requestsPerMinute: 60,
  tokensPerMinute: null,
  maxParallelRequests: null,
  enabledModelCount: 0,
  modelCount: 0,
  unpricedModelCount: 0,
  version: 1,
  createdAt: at,
  updatedAt: at,
};

describe("the form of a provider", () => {
  it("never starts with a secret in it", () => {
    expect(toFormValues(provider, stored, "x").config_api_key).toBe("");
  });
  it("accepts a blank secret while the stored one is kept", () => {
    expect(findFormFaults(provider, stored, toFormValues(provider, stored, "x"))).toEqual({});
  });
  it("demands the secret again when the address changes, and not for another spelling of the same", () => {
    const values = toFormValues(provider, stored, "x");
    expect(findFormFaults(provider, stored, { ...values, config_base_url: "https://other.example/v1" })).toEqual({
      config_api_key: "secret_again",
    });
    expect(findFormFaults(provider, stored, { ...values, config_base_url: "https://PROXY.example/v1/" })).toEqual({});
  });
  it("demands a secret that can't be read any more", () => {
    const unreadable = { ...stored, status: "undecryptable" as const };
    expect(findFormFaults(provider, unreadable, toFormValues(provider, unreadable, "x"))).toEqual({
      config_api_key: "required",
    });
  });
  it.each([
    ["config_api_key", "sk with space", "not_ascii_secret"],
    ["config_base_url", "gpu-server:8000", "not_url"],
    ["config_base_url", "ftp://host/v1", "not_http"],
    ["config_base_url", "https://user:pass@host/v1", "has_user"],
    ["config_base_url", "https://host/v1?key=1", "has_query"],
    ["config_organization", "org-组织", "not_ascii"],
    ["name", "  ", "required"],
    ["priority", "1.5", "not_whole"],
    ["priority", "1001", "too_big"],
    ["requestsPerMinute", "0", "not_positive"],
    ["tokensPerMinute", "many", "not_whole"],
  ])("%s refuses %j", (key, value, fault) => {
    const values = { ...toFormValues(provider, null, "openai"), config_api_key: "sk-1", [key]: value };
    expect(findFormFaults(provider, null, values)).toEqual({ [key]: fault });
  });
  it("takes a key file of many lines where the field is for one, and only a whole one", () => {
    const [key, ...others] = provider.fields;
    const vertex = { ...provider, fields: key ? [{ ...key, isMultiline: true }, ...others] : [] };
    const faultsOf = (secret: string) =>
      findFormFaults(vertex, null, { ...toFormValues(vertex, null, "x"), config_api_key: secret });
    expect(faultsOf('{\n  "type": "service_account",\n  "project_id": "water works"\n}\n')).toEqual({});
    expect(faultsOf('{\n  "type": "service_account",')).toEqual({ config_api_key: "not_document" });
    expect(faultsOf("AIza with space")).toEqual({ config_api_key: "not_ascii_secret" });
  });
  it("sends only what was filled in, and a blank limit as none", () => {
    const values = { ...toFormValues(provider, stored, "x"), requestsPerMinute: "" };
    expect(toConfigInput(provider, values)).toEqual({
      name: "openai",
      config: { base_url: "https://proxy.example/v1" },
      priority: 5,
      requestsPerMinute: null,
      tokensPerMinute: null,
      maxParallelRequests: null,
    });
  });
  it("proposes a name that is free", () => {
    expect(suggestName("openai", [])).toBe("openai");
    expect(suggestName("openai", ["openai", "openai-2"])).toBe("openai-3");
  });
});
