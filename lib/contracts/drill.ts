import { z } from "zod";
import { configName } from "./profile";
import { nanoUsd, requestStatus } from "./request";

/** What calls meet in place of the upstream, in the order in which people choose. */
export const DRILL_FAULTS = [
  /** 503. */
  "unavailable",
  /** 429 with `Retry-After`. */
  "rate_limited",
  /** 401. */
  "key_refused",
  /** The connection is refused. */
  "unreachable",
  /** The request is taken, and no byte ever comes. */
  "silent",
  /** The answer begins and breaks off before anything of it could be shown. */
  "cut_before_content",
  /** The client has seen the beginning of a stream when it breaks off. */
  "cut_after_content",
] as const;
export const drillFault = z.enum(DRILL_FAULTS);
export type DrillFault = z.infer<typeof drillFault>;

export const MAX_DRILL_MINUTES = 60;

export const startDrillInput = z
  .strictObject({
    /** The only key whose calls meet the fault. */
    apiKeyId: z.uuid(),
    /** What is taken for down: a profile's own model, or a provider config and perhaps one model of it. */
    profile: configName.nullable().default(null),
    providerConfigId: z.uuid().nullable().default(null),
    model: z.string().min(1).max(300).nullable().default(null),
    fault: drillFault,
    /** What the refusal of a `rate_limited` drill says. */
    retryAfterSeconds: z.number().int().min(1).max(3_600).default(30),
    minutes: z.number().int().min(1).max(MAX_DRILL_MINUTES).default(10),
  })
  .refine(({ profile, providerConfigId }) => (profile === null) !== (providerConfigId === null), {
    path: ["profile"],
    message: "choose either a profile or a provider config",
  })
  .refine(({ providerConfigId, model }) => model === null || providerConfigId !== null, {
    path: ["model"],
    message: "a model goes with a provider config",
  });
export type StartDrillInput = z.infer<typeof startDrillInput>;

export const drillIdInput = z.strictObject({ id: z.uuid() });

export const drillView = z.object({
  id: z.string(),
  apiKeyId: z.string(),
  /** Null where it is gone, as the name of the provider config. */
  apiKeyName: z.string().nullable(),
  profile: z.string().nullable(),
  providerConfigId: z.string().nullable(),
  providerConfigName: z.string().nullable(),
  model: z.string().nullable(),
  fault: drillFault,
  retryAfterSeconds: z.number().int().nullable(),
  startedAt: z.date(),
  /** When it ended, or will by itself. */
  endsAt: z.date(),
  isStopped: z.boolean(),
  isRunning: z.boolean(),
  startedBy: z.string(),
});
export type DrillView = z.infer<typeof drillView>;

/** Newest first. */
export const drillList = z.object({ drills: z.array(drillView), asOf: z.date() });
export type DrillList = z.infer<typeof drillList>;

/**
 * What became of a request with the drill's key. `rescued`: it met the fault, and a fallback served it. `lost`: it met the fault, and the
 * client got an error. `left`: it met the fault, and the client went away. `untouched`: the fault was not in its way.
 */
export const drillOutcome = z.enum(["rescued", "lost", "left", "untouched"]);
export type DrillOutcome = z.infer<typeof drillOutcome>;

export const drilledRequest = z.object({
  id: z.string(),
  requestedAt: z.date(),
  modelRequested: z.string(),
  outcome: drillOutcome,
  status: requestStatus,
  errorCode: z.string().nullable(),
  /** Who answered last. */
  modelServed: z.string().nullable(),
  providerConfigName: z.string().nullable(),
  attemptCount: z.number().int(),
  /** From the first attempt until the one that served began; null where none served after the fault. */
  addedMs: z.number().nullable(),
  latencyMs: z.number().int(),
  costNanoUsd: nanoUsd,
  isPriced: z.boolean(),
});
export type DrilledRequest = z.infer<typeof drilledRequest>;

export const drillReport = z.object({
  drill: drillView,
  /** Over all requests with the key while it was on. */
  counts: z.object({
    rescued: z.number().int(),
    lost: z.number().int(),
    left: z.number().int(),
    untouched: z.number().int(),
  }),
  /** Of the rescued; null without one. */
  p50AddedMs: z.number().nullable(),
  p95AddedMs: z.number().nullable(),
  /** Who rescued, the busiest first. */
  rescuers: z.array(
    z.object({ providerConfigName: z.string().nullable(), model: z.string(), requestCount: z.number().int() }),
  ),
  /** The newest ones. */
  requests: z.array(drilledRequest),
  asOf: z.date(),
});
export type DrillReport = z.infer<typeof drillReport>;

/** What a drill may be about, for the form. */
export const drillTargets = z.object({
  apiKeys: z.array(z.object({ id: z.string(), name: z.string() })),
  profiles: z.array(z.object({ name: z.string(), provider: z.string(), model: z.string(), fallbackCount: z.number() })),
  providerConfigs: z.array(z.object({ id: z.string(), name: z.string(), models: z.array(z.string()) })),
});
export type DrillTargets = z.infer<typeof drillTargets>;
