import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { providerView } from "@/lib/contracts/provider";
import { listProviders } from "@/scripts/steps/list-providers.mjs";
import { findProvider, PROVIDERS, toProviderView } from "./registry";

describe("the registry", () => {
  it("lists exactly the provider files of its folder, each under an export named like its id", () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "registry.ts")
      .map((name) => name.slice(0, -3));
    expect(files.length).toBeGreaterThan(5);
    expect(PROVIDERS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it("takes up a new provider that is one new file", async () => {
    const text = `import { openaiCompatible } from "@/server/gateway/providers/openai-compatible";
export const addedByATest = { ...openaiCompatible, id: "added-by-a-test" };`;
    const folder = mkdtempSync(join(import.meta.dirname, "generated", "with-one-more-"));
    try {
      for (const name of readdirSync(import.meta.dirname))
        if (name.endsWith(".ts")) cpSync(join(import.meta.dirname, name), join(folder, name));
      writeFileSync(join(folder, "added-by-a-test.ts"), text);
      listProviders(folder);
      const list = readFileSync(join(folder, "generated", "list.ts"), "utf8").replaceAll(
        "@/server/gateway/providers/added-by-a-test",
        join(folder, "added-by-a-test"),
      );
      writeFileSync(join(folder, "list-of-copy.ts"), list);
      const { LISTED } = await import(join(folder, "list-of-copy.ts"));
      expect(LISTED).toHaveLength(PROVIDERS.length + 1);
      expect(LISTED.map(({ id }: { id: string }) => id)).toContain("added-by-a-test");
    } finally {
      rmSync(folder, { recursive: true });
    }
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
