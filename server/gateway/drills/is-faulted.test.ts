import { describe, expect, it } from "vitest";
import { profile } from "@/lib/contracts/profile";
import type { DrillEntry } from "@/server/gateway/config/config-store";
import { configEntryOf, modelEntryOf } from "@/server/gateway/testing/config-fixtures";
import { isFaulted } from "./is-faulted";

const ENDS_AT = 1_000_000;
const drillOn = (target: DrillEntry["target"]): DrillEntry => ({
  id: "drill",
  apiKeyId: "drill-key",
  target,
  fault: "unavailable",
  retryAfterSeconds: null,
  endsAtMs: ENDS_AT,
});
const candidate = (configName: string, modelId: string) => ({
  config: configEntryOf(configName),
  model: modelEntryOf(configName, modelId),
});
const tenant = {
  profiles: new Map([
    ["main", profile.parse({ provider: "openai-compatible", model: "m", fallbacks: [{ provider: "b", model: "n" }] })],
    ["one", profile.parse({ provider: "a", model: "m", fallbacks: [{ provider: "b", model: "m" }] })],
  ]),
};
const onMain = drillOn({ kind: "profile", profile: "main" });
const call = { tenant, profile: "main" };

describe("a drill's fault", () => {
  it("is met by calls with the drill's key alone", () => {
    const metBy = (key: string | null) => isFaulted(onMain, call, key, candidate("a", "m"), 0);
    expect([metBy("drill-key"), metBy("another-key"), metBy(null)]).toEqual([true, false, false]);
  });

  it("is over from its end on, to the millisecond", () => {
    const isMetAt = (nowMs: number) => isFaulted(onMain, call, "drill-key", candidate("a", "m"), nowMs);
    expect([isMetAt(ENDS_AT - 1), isMetAt(ENDS_AT), isMetAt(ENDS_AT + 1)]).toEqual([true, false, false]);
  });

  it("stands before the model that the profile names itself, at each config that serves it, and not before the fallbacks", () => {
    const isMetAt = (config: string, model: string) =>
      isFaulted(onMain, call, "drill-key", candidate(config, model), 0);
    expect([isMetAt("a", "m"), isMetAt("b", "m"), isMetAt("b", "n")]).toEqual([true, true, false]);
  });

  it("stands before one config where the profile names that", () => {
    const drill = drillOn({ kind: "profile", profile: "one" });
    const isMetAt = (config: string) =>
      isFaulted(drill, { tenant, profile: "one" }, "drill-key", candidate(config, "m"), 0);
    expect([isMetAt("a"), isMetAt("b")]).toEqual([true, false]);
  });

  it("leaves calls of other profiles, of none, and of a profile that is gone alone", () => {
    const isMetFor = (drill: DrillEntry, name: string | null) =>
      isFaulted(drill, { tenant, profile: name }, "drill-key", candidate("a", "m"), 0);
    expect([isMetFor(onMain, "one"), isMetFor(onMain, null)]).toEqual([false, false]);
    expect(isMetFor(drillOn({ kind: "profile", profile: "gone" }), "gone")).toBe(false);
  });

  it("stands before a whole provider config or one model of it, whatever profile the call has", () => {
    const whole = drillOn({ kind: "provider_config", providerConfigId: "a", model: null });
    const oneModel = drillOn({ kind: "provider_config", providerConfigId: "a", model: "m" });
    const isMet = (drill: DrillEntry, config: string, model: string) =>
      isFaulted(drill, { tenant, profile: null }, "drill-key", candidate(config, model), 0);
    expect([isMet(whole, "a", "m"), isMet(whole, "a", "n"), isMet(whole, "b", "m")]).toEqual([true, true, false]);
    expect([isMet(oneModel, "a", "m"), isMet(oneModel, "a", "n")]).toEqual([true, false]);
  });
});
