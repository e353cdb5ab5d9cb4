import type { AppError } from "@/lib/contracts/errors";
import type { FailureKind } from "@/server/gateway/failover/failure-kind";
import { failureKind } from "@/server/gateway/failover/failure-kind";
import type { Circuit, Failure } from "./circuit";
import type { ConfigHealth } from "./config-health";
import type { RetryBudget } from "./retry-budget";

/** Why a candidate may not be called now. */
export interface Refusal {
  kind: Extract<FailureKind, "upstream" | "limit" | "quota" | "auth" | "access">;
  /** A sentence, with what opened the circuit. */
  reason: string;
  /** When a call may be tried, as far as it is known. */
  retryAtMs: number;
}

/** What this process knows of a host and its model on a tenant's behalf. */
export interface Upstream {
  circuit: Circuit;
  budget: RetryBudget;
}

/** One attempt's place at a target: what it is the probe of, and its number with the circuits that count. */
export interface Passage {
  /** Bits, by the guard's position. */
  probes: number;
  call: number;
  sharedCall: number;
}

interface Guard {
  kind: Refusal["kind"];
  circuit: Circuit;
}

export interface TargetParts {
  config: ConfigHealth;
  upstream: Upstream;
  /** For hosts of the built-in catalogue: the circuit of all tenants. */
  shared: Circuit | null;
  limit: Circuit;
  access: Circuit;
  now: () => number;
  /** Told of each circuit that opens. */
  onOpened(kind: Refusal["kind"]): void;
}

/** What one tenant's provider said is not for the others to read. */
const SHARED_REASON = "Calls of several organizations to this host fail.";

/** A model at a provider config, as somewhere a call may go: everything that may speak against it, and whom to tell how it went. */
export class Target {
  readonly config: ConfigHealth;
  readonly upstream: Upstream;
  readonly guards: readonly Guard[];
  readonly #shared: Circuit | null;
  /** Failures since it last answered. */
  failuresInARow = 0;
  /** Moving average of the time to the first content, over about the last ten answers; null before the first. */
  latencyMs: number | null = null;
  readonly #now: () => number;
  readonly #onOpened: (kind: Refusal["kind"]) => void;

  constructor({ config, upstream, shared, limit, access, now, onOpened }: TargetParts) {
    this.config = config;
    this.upstream = upstream;
    this.guards = [
      { kind: "upstream", circuit: upstream.circuit },
      ...(shared === null ? [] : [{ kind: "upstream", circuit: shared } as const]),
      { kind: "limit", circuit: limit },
      { kind: "quota", circuit: config.quota },
      { kind: "auth", circuit: config.auth },
      { kind: "access", circuit: access },
    ];
    this.#shared = shared;
    this.#now = now;
    this.#onOpened = onOpened;
  }

  /** Whether every circuit is closed: the usual case, told without a look at the clock. */
  get isSound(): boolean {
    for (const { circuit } of this.guards) if (!circuit.isClosed) return false;
    return true;
  }

  /** What keeps a call out longest; null when it may go. Changes nothing. */
  refusal(nowMs: number = this.#now()): Refusal | null {
    let found: Refusal | null = null;
    for (const { kind, circuit } of this.guards) {
      if (!circuit.blocks(nowMs)) continue;
      // With a probe under way its answer may come any moment.
      const retryAtMs = Math.max(nowMs + 1_000, circuit.retryAtMs);
      if (found === null || retryAtMs > found.retryAtMs) found = { kind, reason: circuit.reason, retryAtMs };
    }
    return found;
  }

  /** Right before a call that is not refused. Ends with one of `answered`, `failed` and `left`. */
  enter(): Passage {
    const { circuit } = this.upstream;
    const passage = { probes: 0, call: circuit.begin(), sharedCall: this.#shared?.begin() ?? 0 };
    if (this.isSound) return passage;
    const nowMs = this.#now();
    for (const [index, guard] of this.guards.entries()) if (guard.circuit.enter(nowMs)) passage.probes |= 1 << index;
    return passage;
  }

  /** The provider answered, be it with a refusal of the request: it is there, and knows the key. */
  answered(passage: Passage, latencyMs: number): void {
    const nowMs = this.#now();
    this.failuresInARow = 0;
    this.latencyMs = this.latencyMs === null ? latencyMs : this.latencyMs + (latencyMs - this.latencyMs) / 10;
    this.config.answered(nowMs, latencyMs);
    if (passage.probes === 0) {
      // The other circuits open at one word of the provider, so that while closed they have nothing to forget.
      this.upstream.circuit.answered(nowMs, false, passage.call);
      this.#shared?.answered(nowMs, false, passage.sharedCall);
      return;
    }
    for (const [index, { circuit }] of this.guards.entries())
      circuit.answered(nowMs, isProbeOf(passage, index), this.#callOf(passage, circuit));
    passage.probes = 0;
  }

  failed(passage: Passage, error: AppError, latencyMs: number): void {
    const kind = failureKind(error);
    if (kind === "request") {
      this.answered(passage, latencyMs);
      return;
    }
    if (kind === "local" || kind === "left" || kind === "ours") {
      this.left(passage);
      return;
    }
    const nowMs = this.#now();
    this.failuresInARow += 1;
    this.config.failed(nowMs, error);
    const { retryAfterSeconds } = error.details;
    const failure = {
      reason: error.message,
      tenantId: this.config.tenantId,
      ...(retryAfterSeconds === undefined ? {} : { waitAtLeastMs: retryAfterSeconds * 1000 }),
    };
    for (const [index, guard] of this.guards.entries()) {
      const isProbe = isProbeOf(passage, index);
      if (guard.kind !== kind) guard.circuit.left(isProbe);
      else if (
        guard.circuit.failed(nowMs, this.#toldTo(guard.circuit, failure), isProbe, this.#callOf(passage, guard.circuit))
      ) {
        this.config.opened();
        this.#onOpened(kind);
      }
    }
    passage.probes = 0;
  }

  /** It ended without telling anything about the provider. */
  left(passage: Passage): void {
    if (passage.probes === 0) return;
    for (const [index, { circuit }] of this.guards.entries()) circuit.left(isProbeOf(passage, index));
    passage.probes = 0;
  }

  #toldTo(circuit: Circuit, failure: Failure): Failure {
    return circuit === this.#shared ? { ...failure, reason: SHARED_REASON } : failure;
  }

  /** Only the circuits of hosts number their calls. */
  #callOf({ call, sharedCall }: Passage, circuit: Circuit): number | undefined {
    if (circuit === this.upstream.circuit) return call;
    return circuit === this.#shared ? sharedCall : undefined;
  }
}

function isProbeOf({ probes }: Passage, index: number): boolean {
  return (probes & (1 << index)) !== 0;
}
