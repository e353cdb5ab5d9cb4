const SLOT_MS = 1_000;
const SLOTS = 10;

/** Answers and failures of the last ten seconds, in one slot a second: counting costs two integers and no memory. */
export class SlidingCounts {
  readonly #answered = new Int32Array(SLOTS);
  readonly #failed = new Int32Array(SLOTS);
  #second = 0;

  answered(nowMs: number): void {
    const slot = this.#slotAt(nowMs);
    this.#answered[slot] = (this.#answered[slot] ?? 0) + 1;
  }

  failed(nowMs: number): void {
    const slot = this.#slotAt(nowMs);
    this.#failed[slot] = (this.#failed[slot] ?? 0) + 1;
  }

  totals(nowMs: number): { calls: number; failures: number } {
    this.#slotAt(nowMs);
    const failures = this.#failed.reduce((sum, each) => sum + each, 0);
    return { calls: failures + this.#answered.reduce((sum, each) => sum + each, 0), failures };
  }

  clear(): void {
    this.#answered.fill(0);
    this.#failed.fill(0);
  }

  /** Empties what lies more than ten seconds back. A clock that was set back goes on in the present slot. */
  #slotAt(nowMs: number): number {
    const second = Math.floor(nowMs / SLOT_MS);
    if (second > this.#second) {
      if (second - this.#second >= SLOTS) this.clear();
      else
        for (let each = this.#second + 1; each <= second; each += 1) {
          this.#answered[each % SLOTS] = 0;
          this.#failed[each % SLOTS] = 0;
        }
      this.#second = second;
    }
    return this.#second % SLOTS;
  }
}
