import type { AppError } from "@/lib/contracts/errors";
import { failureKind } from "@/server/gateway/failover/failure-kind";
import { Circuit } from "./circuit";
import type { HealthRules } from "./circuit-rules";
import { LATENCY_CLASSES, latencyClass } from "./latency-counts";

/** What calls told about a provider config since it was last written down. */
export interface ConfigReport {
  tenantId: string;
  configId: string;
  /** The credentials it was told of: whoever saved others meanwhile is not concerned. */
  encryptedConfig: string;
  answered: number;
  failed: number;
  /** Times a circuit opened. */
  opened: number;
  latencyCounts: number[];
  failuresInARow: number;
  lastAnsweredAtMs: number | null;
  lastFailure: { code: AppError["code"]; message: string; atMs: number } | null;
  /** The provider refused the key itself. */
  isKeyRefused: boolean;
}

/** One provider config as this process has seen it: counters that a call costs next to nothing. */
export class ConfigHealth {
  /** The provider refuses the key. */
  readonly auth: Circuit;
  /** The account has no credit left. */
  readonly quota: Circuit;
  failuresInARow = 0;
  #answered = 0;
  #failed = 0;
  #opened = 0;
  #latencyCounts = new Int32Array(LATENCY_CLASSES);
  #lastAnsweredAtMs: number | null = null;
  #lastFailure: ConfigReport["lastFailure"] = null;
  #isKeyRefused = false;
  #isTouched = false;

  constructor(
    readonly tenantId: string,
    readonly configId: string,
    readonly encryptedConfig: string,
    rules: HealthRules,
    random: () => number,
  ) {
    this.auth = new Circuit(rules.auth, random);
    this.quota = new Circuit(rules.quota, random);
  }

  answered(nowMs: number, latencyMs: number): void {
    this.failuresInARow = 0;
    this.#answered += 1;
    this.#lastAnsweredAtMs = nowMs;
    const at = latencyClass(latencyMs);
    this.#latencyCounts[at] = (this.#latencyCounts[at] ?? 0) + 1;
    this.#isTouched = true;
  }

  failed(nowMs: number, error: AppError): void {
    this.failuresInARow += 1;
    this.#failed += 1;
    this.#lastFailure = { code: error.code, message: error.message, atMs: nowMs };
    if (failureKind(error) === "auth") this.#isKeyRefused = true;
    this.#isTouched = true;
  }

  opened(): void {
    this.#opened += 1;
  }

  /** Hands over what came together and begins anew; null when nothing did. */
  drain(): ConfigReport | null {
    if (!this.#isTouched) return null;
    const report: ConfigReport = {
      tenantId: this.tenantId,
      configId: this.configId,
      encryptedConfig: this.encryptedConfig,
      answered: this.#answered,
      failed: this.#failed,
      opened: this.#opened,
      latencyCounts: [...this.#latencyCounts],
      failuresInARow: this.failuresInARow,
      lastAnsweredAtMs: this.#lastAnsweredAtMs,
      lastFailure: this.#lastFailure,
      isKeyRefused: this.#isKeyRefused,
    };
    this.#answered = 0;
    this.#failed = 0;
    this.#opened = 0;
    this.#latencyCounts.fill(0);
    this.#lastAnsweredAtMs = null;
    this.#lastFailure = null;
    this.#isKeyRefused = false;
    this.#isTouched = false;
    return report;
  }
}
