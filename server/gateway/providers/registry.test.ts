import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { providerView } from "@/lib/contracts/provider";
import { findProvider, PROVIDERS, toProviderView } from "./registry";

describe("the registry", () => {
  it("lists exactly the provider files of its folder", () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "registry.ts")
      .map((name) => name.slice(0, -3));
    expect(files.length).toBeGreaterThan(5);
    expect(PROVIDERS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it.each(PROVIDERS.map((provider) => [provider.id, provider] as const))(
    "%s shows a complete view in both languages",
    (id, provider) => {
      expect(findProvider(id)).toBe(provider);
      const view = providerView.parse(toProviderView(provider));
      expect(view.modelTypes.length).toBeGreaterThan(0);
      for (const text of [
        view.label,
        view.description,
        ...view.fields.flatMap((field) => [field.label, ...(field.help ? [field.help] : [])]),
      ]) {
        expect(text.en).not.toBe("");
        expect(text.zh).not.toBe("");
      }
    },
  );

  it.each(PROVIDERS.filter(({ isLocal }) => !isLocal).map((provider) => [provider.id, provider] as const))(
    "%s asks for a base URL exactly where it has no address of its own, and keeps its key secret",
    (_id, { fields, defaultBaseUrl }) => {
      expect(fields.find(({ name }) => name === "base_url")).toMatchObject({
        kind: "url",
        isRequired: defaultBaseUrl === undefined,
      });
      expect(fields.find(({ name }) => name === "api_key")).toMatchObject({ kind: "secret" });
      if (defaultBaseUrl !== undefined) expect(defaultBaseUrl).toMatch(/^https:\/\/.*[^/]$/);
    },
  );

  it("says of the sandbox in both languages that it is not a real model", () => {
    const sandbox = findProvider("sandbox");
    expect(sandbox?.label.en).toContain("not a real model");
    expect(sandbox?.label.zh).toContain("非真实模型");
    expect(sandbox?.description.en).toContain("Not a real model");
    expect(sandbox?.description.zh).toContain("非真实模型");
  });
});
