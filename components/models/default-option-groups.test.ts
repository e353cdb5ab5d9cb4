import { describe, expect, it } from "vitest";
import type { ModelSettingView } from "@/lib/contracts/tenant-model";
import { defaultOptionGroups } from "./default-option-groups";

const texts = { describe: () => "128K", icon: () => null, whyNotCallable: () => "Disabled" };
const option = (providerConfigName: string, model: string): ModelSettingView["options"][number] => ({
  provider: "openai",
  providerConfigId: `id-${providerConfigName}`,
  providerConfigName,
  model,
  displayName: model,
  contextWindow: null,
  pricesPerMillion: null,
});

describe("the choices for a default model", () => {
  it("stand together by provider config", () => {
    const setting = {
      modelType: "llm" as const,
      current: null,
      options: [option("a", "x"), option("b", "y"), option("a", "z")],
    };
    const groups = defaultOptionGroups(setting, texts);
    expect(groups.map(({ label, options }) => [label, options.map((each) => each.label)])).toEqual([
      ["a", ["x", "z"]],
      ["b", ["y"]],
    ]);
  });
  it("keep a choice that can't be called any more in sight, with its reason", () => {
    const current = { ...option("a", "gone"), isCallable: false, providerStatus: "disabled" as const };
    const [group] = defaultOptionGroups({ modelType: "llm", current, options: [] }, texts);
    expect(group?.options).toEqual([{ value: "id-a/gone", label: "gone", icon: null, disabledReason: "Disabled" }]);
  });
});
