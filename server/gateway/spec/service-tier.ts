import type { ServiceTier } from "@/lib/contracts/price";

/**
 * Vendors' words for how they served a call: OpenAI's and Groq's `service_tier`, Anthropic's within its usage, Bedrock's `serviceTier.type`,
 * Google's `trafficType`. One that stands nowhere here is a tier of its own, whose price is not the standard one.
 */
const TIERS: Readonly<Record<string, ServiceTier>> = {
  default: "standard",
  standard: "standard",
  standard_only: "standard",
  auto: "standard",
  on_demand: "standard",
  flex: "flex",
  on_demand_flex: "flex",
  priority: "priority",
  on_demand_priority: "priority",
  batch: "batch",
};

/** Undefined where nothing is said. */
export function readServiceTier(value: unknown): ServiceTier | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  return TIERS[value.toLowerCase()] ?? "other";
}
