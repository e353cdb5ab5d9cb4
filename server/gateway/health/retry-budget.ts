export interface RetryAllowance {
  /** Of the requests that go to an upstream first, the share of retries that its failures may cause. */
  share: number;
  /** What there is at the start, so that the first failure of a quiet upstream may be retried too. */
  atFirst: number;
  /** What a busy upstream may have saved up for the moment in which it goes dark with many calls under way. */
  atMost: number;
}

export const RETRY_ALLOWANCE: RetryAllowance = { share: 0.1, atFirst: 10, atMost: 100 };

/** Bounds the retries that an upstream's failures cause to a share of the requests first sent to it: retries never multiply an outage. */
export class RetryBudget {
  readonly #allowance: RetryAllowance;
  #tokens: number;

  constructor(allowance: RetryAllowance = RETRY_ALLOWANCE) {
    this.#allowance = allowance;
    this.#tokens = allowance.atFirst;
  }

  /** A request went to the upstream first. */
  earn(): void {
    if (this.#tokens < this.#allowance.atMost) this.#tokens += this.#allowance.share;
  }

  /** False when the upstream's failures have used it up. */
  spend(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
