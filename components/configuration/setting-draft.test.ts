import { expect, it } from "vitest";
import { callSettings } from "@/lib/contracts/call-settings";
import { fromDraft, toDraft } from "./setting-draft";

it("brings every setting through a form and back", () => {
  const settings = callSettings.parse({
    temperature: 0,
    top_p: 0.5,
    max_tokens: 100,
    reasoning_effort: "low",
    stop: ["END", "STOP"],
    seed: -3,
    timeout_ms: 5000,
    cost_cap_usd: "0.05",
    routing_strategy: "cheapest",
    cache: false,
  });
  expect(fromDraft(toDraft(settings))).toEqual(settings);
});

it("leaves out what is empty, and keeps what is no number for the schema to refuse", () => {
  const settings = fromDraft({ temperature: " ", max_tokens: "many" });
  expect(settings).toEqual({ max_tokens: "many" });
  expect(callSettings.safeParse(settings).success).toBe(false);
});
