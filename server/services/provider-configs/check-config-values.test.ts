import { describe, expect, it } from "vitest";
import { AppError, isAppError } from "@/lib/contracts/errors";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { type ConfigValues, checkConfigValues } from "./check-config-values";
import { toPublicConfig } from "./to-public-config";

const text = (en: string) => ({ en, zh: en });
const definition: ProviderDefinition = {
  order: 0,
  group: "vendor",
  id: "acme",
  label: text("Acme"),
  description: text("Acme"),
  website: "https://acme.example",
  defaultBaseUrl: "https://api.acme.example/v1",
  fields: [
    { name: "api_key", kind: "secret", label: text("API key"), isRequired: true },
    { name: "base_url", kind: "url", label: text("Base URL"), isRequired: false },
    { name: "organization", kind: "text", label: text("Organization"), isRequired: false },
  ],
  headers: () => ({}),
  readError: () => new AppError("provider_rejected"),
  listModels: async () => [],
};

function check(given: ConfigValues, stored?: ConfigValues, checkUrl: (url: string) => void = () => undefined) {
  return checkConfigValues({ definition, given, stored, checkUrl });
}

function faultsOf(run: () => unknown): Record<string, string> {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return error.details.fields ?? { [error.code]: error.message };
  }
  return {};
}

describe("the values of a provider config", () => {
  it("are trimmed, and blank optional fields left out", () => {
    expect(check({ api_key: "  sk-1234567890 \n", base_url: " ", organization: "" })).toEqual({
      api_key: "sk-1234567890",
    });
  });

  it("lose the trailing slash of an address", () => {
    expect(check({ api_key: "k", base_url: "https://host.example/v1//" }).base_url).toBe("https://host.example/v1");
  });

  it("are refused with the name of an unknown field and of those that exist", () => {
    expect(faultsOf(() => check({ api_key: "k", apiKey: "k" }))["config.apiKey"]).toContain(
      "api_key, base_url, organization",
    );
  });

  it("are refused when a required secret is missing on creation", () => {
    expect(faultsOf(() => check({ base_url: "https://host.example" }))).toHaveProperty(["config.api_key"]);
  });

  it.each(["a b", "a\nb", "ключ", "a\tb"])("refuse the secret %j, which no header can carry", (secret) => {
    expect(faultsOf(() => check({ api_key: secret }))).toHaveProperty(["config.api_key"]);
  });

  describe("of a field that takes a key file", () => {
    const fields = definition.fields.map((field) =>
      field.kind === "secret" ? { ...field, isMultiline: true } : field,
    );
    const checkFile = (secret: string) =>
      checkConfigValues({
        definition: { ...definition, fields },
        given: { api_key: secret },
        checkUrl: () => undefined,
      });

    it("hold the whole document in one line", () => {
      expect(checkFile('\n{\n  "type": "service_account",\n  "private_key": "a\\nb c"\n}\n')).toEqual({
        api_key: '{"type":"service_account","private_key":"a\\nb c"}',
      });
    });

    it("may hold a plain key instead, which a header must be able to carry", () => {
      expect(checkFile("AIza-plain")).toEqual({ api_key: "AIza-plain" });
      expect(faultsOf(() => checkFile("AIza plain"))).toHaveProperty(["config.api_key"]);
    });

    it("are refused when the document was copied in part, without quoting it", () => {
      const faults = faultsOf(() => checkFile('{"private_key": "very-secret'));
      expect(faults["config.api_key"]).toContain("whole");
      expect(JSON.stringify(faults)).not.toContain("very-secret");
    });

    it("show no ending, for every document ends alike", () => {
      const values = checkFile('{"type": "service_account", "project_id": "water-works"}');
      expect(toPublicConfig({ ...definition, fields }, values).secrets).toEqual({ api_key: { lastFour: "" } });
    });
  });

  it("never quote a refused secret", () => {
    expect(JSON.stringify(faultsOf(() => check({ api_key: "sk-very secret" })))).not.toContain("very");
  });

  it.each(["ftp://host.example", "host.example", "https://user:pass@host.example", "https://host.example/v1?key=1"])(
    "refuse the address %s",
    (url) => {
      expect(faultsOf(() => check({ api_key: "k", base_url: url }))).toHaveProperty(["config.base_url"]);
    },
  );

  it("keep the stored secret when the field is left blank", () => {
    const stored = { api_key: "stored", base_url: "https://host.example" };
    expect(check({ api_key: "", base_url: "https://host.example/" }, stored)).toEqual(stored);
  });

  it.each(["https://evil.example", ""])("demand the secret again when the address becomes %j", (url) => {
    const stored = { api_key: "stored", base_url: "https://host.example" };
    expect(faultsOf(() => check({ base_url: url }, stored))["config.api_key"]).toContain("again");
    expect(check({ api_key: "new", base_url: url }, stored).api_key).toBe("new");
  });

  it("pass every address through the operator's policy", () => {
    const refuse = () => {
      throw new AppError("egress_blocked", "no");
    };
    expect(
      faultsOf(() => check({ api_key: "k", base_url: "http://169.254.169.254" }, undefined, refuse)),
    ).toHaveProperty("egress_blocked");
  });
});
