import { z } from "zod";

/** What a circuit is about: the host and its model, a limit, an empty account, a refused key, or a model that the key may not use. */
export const circuitKind = z.enum(["upstream", "limit", "quota", "auth", "access"]);

/** A circuit that is not closed, with what the provider or the network said when it opened. */
export const openCircuitView = z.object({
  kind: circuitKind,
  state: z.enum(["open", "half_open"]),
  /** Null where it concerns the whole config. */
  model: z.string().nullable(),
  /** Of a vendor's host for everybody: no organization's to close. */
  isShared: z.boolean(),
  reason: z.string(),
  openedAt: z.date(),
  /** When the next call may go. */
  retryAt: z.date(),
});
export type OpenCircuitView = z.infer<typeof openCircuitView>;

/** Samples are of a quarter of an hour; 24 hours of them are shown. */
export const SAMPLE_MS = 900_000;
export const SAMPLES_SHOWN = 96;

/** What calls told about a config in a quarter of an hour, over all replicas. A refusal of the request itself counts as answered. */
export const healthSample = z.object({
  startsAt: z.date(),
  answered: z.number().int(),
  failed: z.number().int(),
  /** Times a circuit opened. */
  opened: z.number().int(),
  /** To the first content, by its class; null where nothing was answered. */
  medianLatencyMs: z.number().nullable(),
});
export type HealthSample = z.infer<typeof healthSample>;

/** How a provider config does: what the process that answers has seen, and what all of them wrote down. */
export const providerHealthView = z.object({
  /** The provider config's. */
  id: z.string(),
  circuits: z.array(openCircuitView),
  /** Of the last 24 hours, the oldest first; none for a quarter without calls. */
  samples: z.array(healthSample),
});
export type ProviderHealthView = z.infer<typeof providerHealthView>;

export const closeCircuitsResult = z.object({
  /** How many were closed; 0 where none was open. */
  closed: z.number().int(),
});
