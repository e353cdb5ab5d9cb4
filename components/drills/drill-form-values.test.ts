import { expect, it } from "vitest";
import { ANY_MODEL, drillForm, EMPTY_DRILL, toStartInput } from "./drill-form-values";

const KEY = "0b6e9d3e-9c1f-4a56-8a53-1c7d0c1b2a10";
const CONFIG = "0b6e9d3e-9c1f-4a56-8a53-1c7d0c1b2a11";
const faultsOf = (form: object) =>
  drillForm.safeParse({ ...EMPTY_DRILL, ...form }).error?.issues.map(({ path }) => path.join("."));

it("asks for a key and for what is down, and for nothing else", () => {
  expect(faultsOf({})).toEqual(["apiKeyId", "profile"]);
  expect(faultsOf({ apiKeyId: KEY })).toEqual(["profile"]);
  expect(faultsOf({ apiKeyId: KEY, targetKind: "provider_config" })).toEqual(["providerConfigId"]);
  expect(faultsOf({ apiKeyId: KEY, profile: "fast" })).toBeUndefined();
});

it("takes whole minutes up to an hour", () => {
  for (const minutes of ["0", "61", "1.5", "", "ten"])
    expect(faultsOf({ apiKeyId: KEY, profile: "fast", minutes })).toContain("minutes");
  expect(faultsOf({ apiKeyId: KEY, profile: "fast", minutes: "60" })).toBeUndefined();
});

it("sends what is chosen of the kind that is chosen, whatever the other fields still hold", () => {
  const both = { ...EMPTY_DRILL, apiKeyId: KEY, profile: "fast", providerConfigId: CONFIG, model: "m" };
  expect(toStartInput(both)).toMatchObject({ profile: "fast", providerConfigId: null, model: null, minutes: 10 });
  const ofConfig = { ...both, targetKind: "provider_config" as const };
  expect(toStartInput(ofConfig)).toMatchObject({ profile: null, providerConfigId: CONFIG, model: "m" });
  expect(toStartInput({ ...ofConfig, model: ANY_MODEL }).model).toBeNull();
});
