import { LRUCache } from "lru-cache";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import { codeOfRefusal } from "@/server/gateway/failover/explain-failures";
import type { Candidate } from "@/server/gateway/routing/candidate";
import type { HealthView } from "@/server/gateway/routing/candidate-health";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { Circuit, type CircuitState } from "./circuit";
import { HEALTH_RULES, type HealthRules } from "./circuit-rules";
import { ConfigHealth, type ConfigReport } from "./config-health";
import { hostOf } from "./host-of";
import { RETRY_ALLOWANCE, type RetryAllowance, RetryBudget } from "./retry-budget";
import { type Refusal, Target, type Upstream } from "./target";

export type CircuitKind = Refusal["kind"];

/** A circuit that is not closed, as people see it. */
export interface OpenCircuit {
  configId: string;
  /** Null where it concerns the whole config. */
  model: string | null;
  kind: CircuitKind;
  /** The one of a vendor's host that all tenants share. */
  isShared: boolean;
  state: Exclude<CircuitState, "closed">;
  /** What the provider or the network said when it opened. */
  reason: string;
  openedAtMs: number;
  retryAtMs: number;
}

export interface HealthFigures {
  /** Circuits by kind that are not closed now. */
  open: Record<CircuitKind, number>;
  halfOpen: Record<CircuitKind, number>;
  /** Since the start. */
  opened: Record<CircuitKind, number>;
  retries: number;
  failovers: number;
  exhaustedBudgets: number;
}

/** What this process knows of how the providers do. Memory alone; each replica learns for itself. */
export interface Health extends HealthView {
  target(tenantId: string, candidate: Candidate): Target;
  /** The tenant's circuits that are open or half-open, the longest first. */
  openCircuits(tenantId: string): OpenCircuit[];
  /** Closes every circuit of a config at once, or those of some kinds: somebody knows better. Says how many there were. */
  closeCircuits(tenantId: string, configId: string, kinds?: readonly CircuitKind[]): number;
  /** What the calls since the last time told about each config. */
  drain(): ConfigReport[];
  figures(): HealthFigures;
  count: Pick<HealthFigures, "retries" | "failovers" | "exhaustedBudgets">;
  now(): number;
  random(): number;
}

export interface HealthOptions {
  findProvider(id: string): ProviderDefinition | undefined;
  now?: () => number;
  /** In [0, 1). */
  random?: () => number;
  rules?: HealthRules;
  allowance?: RetryAllowance;
}

const MOST_TARGETS = 20_000;
const MOST_CONFIGS = 10_000;

/** Counted one by one, since with `max` each map would take the memory of all its places at once. */
const upTo = (most: number) => ({ maxSize: most, sizeCalculation: () => 1 });

const none = (): Record<CircuitKind, number> => ({ upstream: 0, limit: 0, quota: 0, auth: 0, access: 0 });

export function createHealth({
  findProvider,
  now = Date.now,
  random = Math.random,
  rules = HEALTH_RULES,
  allowance = RETRY_ALLOWANCE,
}: HealthOptions): Health {
  /** Entries live as long as the snapshot that holds them, so that nearly every look-up is this one. */
  const byEntry = new WeakMap<ModelEntry, Target>();
  const targets = new LRUCache<string, Target>(upTo(MOST_TARGETS));
  const upstreams = new LRUCache<string, Upstream>(upTo(MOST_TARGETS));
  const shared = new LRUCache<string, Circuit>(upTo(MOST_TARGETS));
  const configs = new LRUCache<string, ConfigHealth>(upTo(MOST_CONFIGS));
  const models = new WeakMap<Target, string>();
  const opened = none();
  const count = { retries: 0, failovers: 0, exhaustedBudgets: 0 };

  function configHealth(tenantId: string, { config }: Candidate): ConfigHealth {
    const known = configs.get(config.id);
    // Other credentials are another matter: nothing held against the old ones counts.
    if (known?.encryptedConfig === config.encryptedConfig) return known;
    const fresh = new ConfigHealth(tenantId, config.id, config.encryptedConfig, rules, random);
    configs.set(config.id, fresh);
    return fresh;
  }

  function findOrMake(tenantId: string, candidate: Candidate): Target {
    const { config, model } = candidate;
    const health = configHealth(tenantId, candidate);
    const key = `${config.id} ${model.modelId}`;
    const known = targets.get(key);
    const place = hostOf(findProvider(config.provider), config);
    const upstreamKey = `${tenantId} ${place.host} ${model.modelId}`;
    const upstream = upstreams.get(upstreamKey) ?? {
      circuit: new Circuit(rules.upstream, random),
      budget: new RetryBudget(allowance),
    };
    upstreams.set(upstreamKey, upstream);
    if (known !== undefined && known.config === health && known.upstream === upstream) return known;
    const target = new Target({
      config: health,
      upstream,
      shared: place.isOfCatalogue ? sharedCircuit(`${place.host} ${model.modelId}`) : null,
      limit: new Circuit(rules.limit, random),
      access: new Circuit(rules.access, random),
      now,
      onOpened: (kind) => {
        opened[kind] += 1;
      },
    });
    targets.set(key, target);
    models.set(target, model.modelId);
    return target;
  }

  function sharedCircuit(key: string): Circuit {
    const known = shared.get(key);
    if (known !== undefined) return known;
    const circuit = new Circuit(rules.shared, random);
    shared.set(key, circuit);
    return circuit;
  }

  /** Each open circuit once per target that it concerns, though several may share it. */
  function* openGuards(): Generator<{ target: Target; kind: CircuitKind; circuit: Circuit }> {
    for (const target of targets.values())
      for (const { kind, circuit } of target.guards) if (!circuit.isClosed) yield { target, kind, circuit };
  }

  return {
    target(tenantId, candidate) {
      const known = byEntry.get(candidate.model);
      if (known !== undefined && known.config.encryptedConfig === candidate.config.encryptedConfig) return known;
      const target = findOrMake(tenantId, candidate);
      byEntry.set(candidate.model, target);
      return target;
    },
    openCircuits(tenantId) {
      const nowMs = now();
      const found = new Map<string, OpenCircuit>();
      const ofAllTenants = new Set(shared.values());
      for (const { target, kind, circuit } of openGuards()) {
        const { config } = target;
        if (config.tenantId !== tenantId || configs.peek(config.configId) !== config) continue;
        const state = circuit.stateAt(nowMs);
        const model = kind === "auth" || kind === "quota" ? null : (models.get(target) ?? null);
        if (state === "closed") continue;
        const isShared = ofAllTenants.has(circuit);
        found.set(`${config.configId} ${kind} ${model} ${isShared}`, {
          configId: config.configId,
          model,
          kind,
          isShared,
          state,
          reason: circuit.reason,
          openedAtMs: circuit.openedAtMs,
          retryAtMs: circuit.retryAtMs,
        });
      }
      return [...found.values()].sort((a, b) => a.openedAtMs - b.openedAtMs);
    },
    closeCircuits(tenantId, configId, kinds) {
      const closed = new Set<Circuit>();
      const ofAllTenants = new Set(shared.values());
      for (const target of targets.values()) {
        if (target.config.tenantId !== tenantId || target.config.configId !== configId) continue;
        for (const { kind, circuit } of target.guards) {
          if (kinds !== undefined && !kinds.includes(kind)) continue;
          // The one of all tenants is not one tenant's to close: its next probe will.
          if (circuit.isClosed || ofAllTenants.has(circuit)) continue;
          circuit.close();
          closed.add(circuit);
        }
      }
      return closed.size;
    },
    of(candidate) {
      const target = byEntry.get(candidate.model);
      if (target === undefined || target.isSound) return undefined;
      const nowMs = now();
      const refusal = target.refusal(nowMs);
      if (refusal === null) return { state: "degraded", reason: `${candidate.config.name} is being tried again.` };
      return {
        state: "unhealthy",
        reason: `${candidate.config.name}: ${refusal.reason}`,
        code: codeOfRefusal(refusal),
        retryAfterSeconds: Math.max(1, Math.ceil((refusal.retryAtMs - nowMs) / 1000)),
      };
    },
    drain: () => [...configs.values()].flatMap((config) => config.drain() ?? []),
    figures() {
      const nowMs = now();
      const figures = { open: none(), halfOpen: none() };
      const seen = new Set<Circuit>();
      for (const { kind, circuit } of openGuards()) {
        if (seen.has(circuit)) continue;
        seen.add(circuit);
        if (circuit.stateAt(nowMs) === "open") figures.open[kind] += 1;
        else figures.halfOpen[kind] += 1;
      }
      return { ...figures, opened: { ...opened }, ...count };
    },
    count,
    now,
    random,
  };
}
